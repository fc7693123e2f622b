package org.dsa110.contimg.products.internal.variability;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.dsa110.contimg.rest.declare.SkyPlace;

/**
 * What a row of photometry says about its source. Anything but finite numbers, which other programs can leave there, is taken for NULL.
 *
 * @param id the row's number
 * @param flux the integrated flux density in Jy, or where its column is NULL the peak brightness in Jy/beam; null where there is neither
 * @param error its standard error in the same unit; null where it has none that is positive
 * @param raDeg degrees; null where there is no position ({@link SkyPlace}), as the declination is
 * @param decDeg degrees
 * @param measuredAt Unix seconds, or null
 * @param mjd days, or null
 * @param nvssFluxMjy mJy, or null
 */
record Measurement(long id, Double flux, Double error, Double raDeg, Double decDeg, Double measuredAt, Double mjd,
        Double nvssFluxMjy) {
    /** The columns that {@link #of} reads. */
    static final String COLUMNS = "id, flux_jy, flux_err_jy, peak_jyb, peak_err_jyb, ra_deg, dec_deg, measured_at, mjd, nvss_flux_mjy";

    /** @param row stands on a row of photometry */
    static Measurement of(ResultSet row) throws SQLException {
        boolean integrated = row.getObject("flux_jy") != null;
        Double flux = number(row, integrated ? "flux_jy" : "peak_jyb");
        Double error = number(row, integrated ? "flux_err_jy" : "peak_err_jyb");
        Double ra = number(row, "ra_deg");
        Double dec = number(row, "dec_deg");
        boolean placed = SkyPlace.is(ra, dec);
        return new Measurement(row.getLong("id"), flux, error == null || error <= 0 ? null : error, placed ? ra : null,
                placed ? dec : null,
                number(row, "measured_at"), number(row, "mjd"), number(row, "nvss_flux_mjy"));
    }

    private static Double number(ResultSet row, String column) throws SQLException {
        return row.getObject(column) instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : null;
    }
}
