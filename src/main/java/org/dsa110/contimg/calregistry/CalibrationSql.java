package org.dsa110.contimg.calregistry;

import java.util.ArrayList;
import java.util.List;

/**
 * Which calibration tables to use at a time, as a condition on the rows of caltables. Only active tables count, the bounds of their
 * validity are inclusive, a bound that is NULL is open, and a window whose end is before its start, or with a bound that is a text or a
 * BLOB, holds no time. Immutable.
 *
 * @param condition SQL with a question mark for each value
 * @param values what is bound, in order
 */
record CalibrationSql(String condition, List<Object> values) {
    /**
     * Open bounds pass. A window that ends before it starts never passes: whatever the time is, one of the two comparisons fails. Nor does one
     * with a bound that is no number, which SQLite takes for greater than all numbers.
     */
    private static final String VALID = "status = 'active' AND (valid_start_mjd IS NULL OR valid_start_mjd <= ?)"
            + " AND (valid_end_mjd IS NULL OR valid_end_mjd >= ? AND typeof(valid_end_mjd) NOT IN ('text', 'blob'))";
    private static final String NOT_INVERTED = " AND (valid_start_mjd IS NULL OR valid_end_mjd IS NULL"
            + " OR valid_start_mjd <= valid_end_mjd)";
    /** What is no finite number, which another program may have left there, is no time, and older than all. */
    private static final String NEWEST_FIRST = "CASE WHEN created_at <= " + Double.MAX_VALUE
            + " THEN created_at END DESC, id DESC";
    private static final double HOURS_PER_DAY = 24;

    /**
     * All that are valid.
     *
     * @param mjd MJD, days, UTC
     */
    static CalibrationSql valid(double mjd) {
        return new CalibrationSql(VALID, List.of(mjd, mjd));
    }

    /**
     * What to apply: of the set of the newest valid table the newest valid table of each type. A set is never filled up from another one,
     * as its tables were solved together.
     *
     * @param tableType only tables of this type are looked at; null for all
     */
    static CalibrationSql apply(double mjd, String tableType) {
        return ofOneSet("SELECT id, set_name, table_type, created_at, 0.0 AS distance FROM caltables WHERE " + VALID,
                List.of(mjd, mjd), tableType);
    }

    /**
     * What to apply where nothing need be valid: as {@link #apply}, but of the set of the table whose validity is nearest, and of each
     * type the nearest, then the newest. A valid table is at no distance at all; of others it is that to the nearer bound.
     *
     * @param tableType only tables of this type are looked at; null for all
     * @param withinHours the greatest distance, inclusive
     */
    static CalibrationSql nearest(double mjd, String tableType, double withinHours) {
        double days = withinHours / HOURS_PER_DAY;
        List<Object> values = List.of(mjd, mjd, mjd, mjd, mjd + days, mjd - days);
        String near = "SELECT id, set_name, table_type, created_at,"
                + " CASE WHEN valid_start_mjd > ? THEN valid_start_mjd - ? WHEN valid_end_mjd < ? THEN ? - valid_end_mjd"
                + " ELSE 0.0 END AS distance FROM caltables WHERE " + VALID + NOT_INVERTED;
        return ofOneSet(near, values, tableType);
    }

    private static CalibrationSql ofOneSet(String candidates, List<Object> values, String tableType) {
        List<Object> bound = new ArrayList<>(values);
        String ofType = "";
        if (tableType != null) {
            ofType = " AND table_type = ?";
            bound.add(tableType);
        }
        return new CalibrationSql("id IN (WITH candidate AS (" + candidates + ofType + ")"
                + " SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY table_type"
                + " ORDER BY distance, " + NEWEST_FIRST + ") AS place FROM candidate WHERE set_name ="
                + " (SELECT set_name FROM candidate ORDER BY distance, " + NEWEST_FIRST + " LIMIT 1)) AS ranked"
                + " WHERE place = 1)", bound);
    }
}
