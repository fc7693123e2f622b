package org.dsa110.contimg.vo.internal.obscore;

import org.dsa110.contimg.rest.declare.SkyPlace;

/**
 * What ObsCore 1.1 says of an image, as SQL on a row of {@code images} and on that of its measurement set. Each is NULL where what it follows
 * from is not known, or no finite number, which another program may have stored. Stateless.
 */
final class ImageSql {
    static final String TELESCOPE = "'DSA-110'";
    static final String IMAGE = "'image'";
    /** What is at the access URL: the row. */
    static final String FORMAT = "'application/json'";
    static final String TARGET = "images.field_name";

    static final String DEC = "images.center_dec_deg";
    static final String STORED_RA = "images.center_ra_deg";
    /** Whether it has a place on the sky. */
    static final String IS_PLACED = SkyPlace.sql(STORED_RA, DEC);
    /** From 0 to 360 degrees, exclusive, where it has a place; a little less than 0 is 360 once 360 is added. */
    static final String RA = "CASE WHEN " + STORED_RA + " < 0 THEN CASE WHEN " + STORED_RA + " + 360 < 360 THEN "
            + STORED_RA + " + 360 ELSE 0.0 END WHEN " + STORED_RA + " >= 360 THEN " + STORED_RA + " - 360 ELSE "
            + STORED_RA + " END";
    static final String S_RA = "CASE WHEN " + IS_PLACED + " THEN " + RA + " END";
    static final String S_DEC = "CASE WHEN " + IS_PLACED + " THEN " + DEC + " END";

    private static final double GREATEST = Double.MAX_VALUE;
    /** SQLite sorts texts and BLOBs behind all numbers, and takes infinity for greater than this. */
    private static final String FINITE = "%1$s BETWEEN -" + GREATEST + " AND " + GREATEST;
    private static final String NOT_NEGATIVE = "CASE WHEN images.%1$s BETWEEN 0 AND " + GREATEST
            + " THEN images.%1$s END";
    static final String S_XEL1 = "CASE WHEN images.imsize_x BETWEEN 1 AND 1e9 THEN images.imsize_x END";
    static final String S_XEL2 = "CASE WHEN images.imsize_y BETWEEN 1 AND 1e9 THEN images.imsize_y END";
    static final String S_PIXEL_SCALE = "CASE WHEN images.cellsize_arcsec BETWEEN 1e-9 AND 1e9"
            + " THEN images.cellsize_arcsec END";
    /**
     * The diagonal in degrees, as if the image were flat: however it is turned, a circle of it has it in it, but for the outermost corners of a large one
     * in the projection SIN, in which what is r from the centre in the plane is asin(r) from it.
     */
    static final String S_FOV = "CASE WHEN images.imsize_x BETWEEN 1 AND 1e9 AND images.imsize_y BETWEEN 1 AND 1e9"
            + " AND images.cellsize_arcsec BETWEEN 1e-9 AND 1e9 THEN min(360.0, sqrt(1.0 * images.imsize_x * images.imsize_x"
            + " + 1.0 * images.imsize_y * images.imsize_y) * images.cellsize_arcsec / 3600) END";
    static final String S_REGION = "CASE WHEN " + IS_PLACED + " AND (" + S_FOV
            + ") IS NOT NULL THEN printf('CIRCLE ICRS %!.15g %!.15g %!.15g', " + RA + ", " + DEC + ", (" + S_FOV
            + ") / 2) END";
    /** How far it goes at the most from its centre, degrees; where its size is not known nobody can say that it goes anywhere. */
    static final String REACH = "coalesce((" + S_FOV + ") / 2, 0.0)";
    static final String BEAM_MAJOR = NOT_NEGATIVE.formatted("beam_major_arcsec");
    static final String BEAM_MINOR = NOT_NEGATIVE.formatted("beam_minor_arcsec");

    /** A value of the measurement set; there may be several of a path where another program has made the table. */
    private static final String OF_MEASUREMENT_SET = "(SELECT %s FROM ms_index WHERE ms_index.path = images.ms_path LIMIT 1)";
    static final String T_MIN = time("start_mjd");
    static final String T_MAX = time("end_mjd");
    static final String EXPOSURE = NOT_NEGATIVE.formatted("integration_sec");
    static final String CALIB_LEVEL = "CASE WHEN " + OF_MEASUREMENT_SET.formatted("ms_index.cal_applied")
            + " = 1 THEN 2 ELSE 1 END";

    private static final String HAS_BAND = "images.freq_ghz BETWEEN 1e-9 AND 1e9 AND images.bandwidth_mhz BETWEEN 0 AND 1e12"
            + " AND images.bandwidth_mhz * 5e5 < images.freq_ghz * 1e9";
    /** The speed of light in m/s over the greatest frequency in Hz. */
    static final String EM_MIN = wavelength("+");
    static final String EM_MAX = wavelength("-");
    static final String EM_RES_POWER = "CASE WHEN " + HAS_BAND
            + " AND images.bandwidth_mhz > 0 THEN images.freq_ghz * 1000 / images.bandwidth_mhz END";

    private ImageSql() {
    }

    private static String time(String column) {
        String mjd = "ms_index." + column;
        return OF_MEASUREMENT_SET.formatted("CASE WHEN " + FINITE.formatted(mjd) + " THEN " + mjd + " END");
    }

    private static String wavelength(String sign) {
        return "CASE WHEN " + HAS_BAND + " THEN 299792458.0 / (images.freq_ghz * 1e9 " + sign
                + " images.bandwidth_mhz * 5e5) END";
    }
}
