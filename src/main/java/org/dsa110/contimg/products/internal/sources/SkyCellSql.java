package org.dsa110.contimg.products.internal.sources;

import java.util.List;

import org.dsa110.contimg.rest.declare.SkyPlace;

/**
 * By which statements sources are counted in cells of about the same area: zones of declination, and in each as many cells of right
 * ascension as come nearest to squares in its middle, at least one. Every source that has a position is in one cell. Those that
 * source_summaries keeps are counted along its index, cell by cell; of the others each is put into its cell.
 */
public final class SkyCellSql {
    /** How high a zone may be, degrees: those of which there are whole ones from pole to pole. */
    public static final List<Long> HEIGHTS = List.of(1L, 2L, 3L, 4L, 5L, 6L, 9L, 10L, 12L, 15L);
    /** More than there are with the least height, which are 41,254. */
    public static final int MOST_CELLS = 50_000;

    /** The index has degrees of declination, from 0 at the south pole; the north pole alone is in 180, and belongs to the last zone. */
    private static final String DEGREE = "CAST(dec_deg + 90 AS INTEGER)";
    private static final int LAST_DEGREE = 179;
    private static final int POLE = 180;

    private static final String KEPT = "SELECT zone, steps, step, (SELECT count(*) FROM source_summaries WHERE "
            + DEGREE
            + " = degree AND due = 0 AND n_measurements IS NOT NULL AND ra_deg >= 360.0 * step / steps"
            + " AND ra_deg < 360.0 * (step + 1) / steps) AS sources FROM cells WHERE " + SourceSql.KEPT;
    private SkyCellSql() {
    }

    /**
     * The cells in which there are sources, with their edges in degrees.
     *
     * @param height one of {@link #HEIGHTS}
     */
    public static String cells(long height) {
        return "WITH RECURSIVE degrees (degree) AS (SELECT 0 UNION ALL SELECT degree + 1 FROM degrees WHERE degree < "
                + POLE + "), zones (degree, zone) AS (SELECT degree, " + zone("degree", height)
                + " FROM degrees), cells (degree, zone, steps, step) AS (SELECT degree, zone, " + steps("zone", height)
                + ", 0 FROM zones UNION ALL SELECT degree, zone, steps, step + 1 FROM cells WHERE step + 1 < steps)"
                + " SELECT zone * " + height + " - 90.0 AS dec_min_deg, (zone + 1) * " + height
                + " - 90.0 AS dec_max_deg, 360.0 * step / steps AS ra_min_deg, 360.0 * (step + 1) / steps AS ra_max_deg,"
                + " sum(sources) AS n_sources FROM (" + KEPT + " UNION ALL " + computed(height)
                + ") GROUP BY zone, step HAVING sum(sources) > 0";
    }

    private static String computed(long height) {
        return "SELECT zone, steps, CAST(ra_deg * steps / 360 AS INTEGER) AS step, 1 AS sources FROM (SELECT ra_deg, zone, "
                + steps("zone", height) + " AS steps FROM (SELECT ra_deg, " + zone(DEGREE, height) + " AS zone FROM ("
                + SourceSql.NOT_KEPT + ") WHERE " + SkyPlace.sql("ra_deg", "dec_deg") + "))";
    }

    private static String zone(String degree, long height) {
        return "min(" + degree + ", " + LAST_DEGREE + ") / " + height;
    }

    private static String steps(String zone, long height) {
        return "CAST(max(1, round(cos(radians((" + zone + " + 0.5) * " + height + " - 90)) * 360 / " + height
                + ")) AS INTEGER)";
    }
}
