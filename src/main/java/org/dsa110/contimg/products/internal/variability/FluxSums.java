package org.dsa110.contimg.products.internal.variability;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a source's measurements without looking at them again: counts, extremes and running sums, from which its statistics
 * follow. Not thread-safe.
 */
final class FluxSums {
    /** What is summed over the measurements: F a flux density in Jy, w = 1 / error^2, and (X, Y, Z) the unit vector to the source. */
    enum Sum {
        F, FF, W, WF, WFF, X, Y, Z;

        /** As in the names of columns. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Sum, DoubleDouble> sums = new EnumMap<>(Sum.class);
    private long fluxes;
    private long weighted;
    private long positions;
    private Double least;
    private Double greatest;
    private Double lastMeasuredAt;
    private Double lastMjd;
    private long nvssId;
    private Double nvssFluxMjy;

    /** Of no measurement. */
    FluxSums() {
        for (Sum sum : Sum.values()) {
            sums.put(sum, DoubleDouble.ZERO);
        }
    }

    /** @param row stands on a row of variability_sums */
    static FluxSums read(ResultSet row) throws SQLException {
        FluxSums read = new FluxSums();
        read.fluxes = row.getLong("fluxes");
        read.weighted = row.getLong("weighted");
        read.positions = row.getLong("positions");
        read.least = number(row, "least_jy");
        read.greatest = number(row, "greatest_jy");
        read.lastMeasuredAt = number(row, "last_measured_at");
        read.lastMjd = number(row, "last_mjd");
        read.nvssId = row.getLong("nvss_id");
        read.nvssFluxMjy = number(row, "nvss_flux_mjy");
        for (Sum sum : Sum.values()) {
            read.sums.put(sum, new DoubleDouble(stored(row, sum + "_high"), stored(row, sum + "_low")));
        }
        return read;
    }

    /** What {@link #read} reads: the columns and their values, null where there is none. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("fluxes", fluxes);
        values.put("weighted", weighted);
        values.put("positions", positions);
        values.put("least_jy", least);
        values.put("greatest_jy", greatest);
        values.put("last_measured_at", lastMeasuredAt);
        values.put("last_mjd", lastMjd);
        values.put("nvss_id", nvssId);
        values.put("nvss_flux_mjy", nvssFluxMjy);
        sums.forEach((sum, value) -> {
            values.put(sum + "_high", value.high());
            values.put(sum + "_low", value.low());
        });
        return values;
    }

    /** The columns of variability_stats that follow from the measurements, null where they are too few or too large for a value. */
    Map<String, Object> statistics() {
        DoubleDouble mean = quotient(sums.get(Sum.F), fluxes);
        Double deviation = deviation(Sum.FF, Sum.F, DoubleDouble.of(fluxes), fluxes);
        Double std = deviation == null ? null : Math.sqrt(deviation);
        Double eta = deviation(Sum.WFF, Sum.WF, sums.get(Sum.W), weighted);
        Map<String, Object> values = new LinkedHashMap<>();
        if (positions > 0) {
            double x = sums.get(Sum.X).high();
            double y = sums.get(Sum.Y).high();
            double ra = Math.toDegrees(Math.atan2(y, x));
            values.put("ra_deg", ra < 0 ? (ra + 360) % 360 : ra);
            values.put("dec_deg", Math.toDegrees(Math.atan2(sums.get(Sum.Z).high(), Math.hypot(x, y))));
        }
        if (nvssFluxMjy != null) {
            values.put("nvss_flux_mjy", nvssFluxMjy);
        }
        values.put("n_obs", fluxes);
        values.put("mean_flux_mjy", milli(mean.high()));
        values.put("weighted_mean_flux_mjy",
                weighted == 0 ? null : milli(sums.get(Sum.WF).dividedBy(sums.get(Sum.W)).high()));
        values.put("std_flux_mjy", std == null ? null : milli(std));
        values.put("min_flux_mjy", least == null ? null : milli(least));
        values.put("max_flux_mjy", greatest == null ? null : milli(greatest));
        values.put("v_index", std == null ? null : finite(std / mean.high()));
        values.put("eta_metric", eta);
        values.put("chi2_nu", eta);
        values.put("sigma_deviation", std == null
                ? null
                : finite(Math.max(DoubleDouble.of(greatest).minus(mean).high(),
                        mean.minus(DoubleDouble.of(least)).high()) / std));
        values.put("last_measured_at", lastMeasuredAt);
        values.put("last_mjd", lastMjd);
        return values;
    }

    /**
     * {@code (S(wFF) - S(wF)^2 / S(w)) / (n - 1)}: with w = 1 the variance; with w = 1 / error^2 the eta of Swinbank et al., Astronomy and
     * Computing 11 (2015), which is the reduced chi-squared of a constant flux too.
     */
    private Double deviation(Sum squares, Sum sum, DoubleDouble weights, long count) {
        if (count < 2) {
            return null;
        }
        DoubleDouble square = sums.get(sum).times(sums.get(sum)).dividedBy(weights);
        return finite(Math.max(0, quotient(sums.get(squares).minus(square), count - 1).high()));
    }

    private static DoubleDouble quotient(DoubleDouble number, long divisor) {
        return number.dividedBy(DoubleDouble.of(divisor));
    }

    private static Double milli(double jy) {
        return finite(1000 * jy);
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** NaN for NULL: SQLite stores NULL in place of NaN. */
    private static double stored(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    void add(Measurement measurement) {
        if (measurement.flux() != null) {
            addFlux(measurement.flux(), measurement.error());
            lastMeasuredAt = greater(lastMeasuredAt, measurement.measuredAt());
            lastMjd = greater(lastMjd, measurement.mjd());
        }
        if (measurement.raDeg() != null) {
            positions++;
            double ra = Math.toRadians(measurement.raDeg());
            double dec = Math.toRadians(measurement.decDeg());
            add(Sum.X, DoubleDouble.of(Math.cos(dec) * Math.cos(ra)));
            add(Sum.Y, DoubleDouble.of(Math.cos(dec) * Math.sin(ra)));
            add(Sum.Z, DoubleDouble.of(Math.sin(dec)));
        }
        if (measurement.nvssFluxMjy() != null && measurement.id() >= nvssId) {
            nvssId = measurement.id();
            nvssFluxMjy = measurement.nvssFluxMjy();
        }
    }

    private void addFlux(double flux, Double error) {
        fluxes++;
        least = least == null ? flux : Math.min(least, flux);
        greatest = greatest == null ? flux : Math.max(greatest, flux);
        add(Sum.F, DoubleDouble.of(flux));
        add(Sum.FF, DoubleDouble.product(flux, flux));
        if (error == null || !Double.isFinite(1 / (error * error))) {
            return;
        }
        weighted++;
        DoubleDouble weight = DoubleDouble.of(1 / (error * error));
        DoubleDouble weightedFlux = weight.times(DoubleDouble.of(flux));
        add(Sum.W, weight);
        add(Sum.WF, weightedFlux);
        add(Sum.WFF, weightedFlux.times(DoubleDouble.of(flux)));
    }

    private void add(Sum sum, DoubleDouble term) {
        sums.put(sum, sums.get(sum).plus(term));
    }

    private static Double greater(Double known, Double other) {
        return known == null || other != null && other > known ? other : known;
    }
}
