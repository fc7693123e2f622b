package org.dsa110.contimg.ingest;

/**
 * When and where one subband file was observed, from the file's own header (UVH5 memo, {@code Header/}). Immutable.
 * <p>
 * UVH5 gives the centre of each integration; the times here are those of the whole observation: from half an
 * integration before the earliest centre to half an integration after the latest. A file without
 * {@code integration_time} gives the centres themselves.
 *
 * @param startMjd when the first integration began: Modified Julian Date, days, UTC
 * @param endMjd when the last integration ended: Modified Julian Date, days, UTC
 * @param midMjd halfway between the two: Modified Julian Date, days, UTC
 * @param raDeg right ascension of the phase centre, degrees, 0 up to 360; null when the file does not say
 * @param decDeg declination of the phase centre, degrees, -90 to 90; null when the file does not say. Both are from
 *        {@code phase_center_ra} and {@code phase_center_dec} (ICRS); from {@code phase_center_app_ra} and
 *        {@code phase_center_app_dec} where only those are there (apparent place of the date, up to 0.4 degrees from
 *        ICRS in 2026); with neither, the declination alone from {@code extra_keywords/phase_center_dec}, where DSA-110
 *        files carry it
 */
public record Uvh5Header(double startMjd, double endMjd, double midMjd, Double raDeg, Double decDeg) {
}
