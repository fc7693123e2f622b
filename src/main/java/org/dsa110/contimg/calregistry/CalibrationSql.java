package org.dsa110.contimg.calregistry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which calibration tables to use at a time, as a condition on the rows of caltables. Only active tables count, the bounds of their
 * validity are inclusive, a bound that is NULL is open, and a window whose end is before its start, or with a bound that is a text or a
 * BLOB, holds no time. Immutable.
 *
 * @param condition SQL with a question mark for each value
 * @param values what is bound, in order
 */
record CalibrationSql(String condition, List<Object> values) {
    /** Days; a window is entered in the index under the least that it is not longer than, and under infinity where there is none. */
    private static final List<String> SPANS = List.of("0.25", "1.0", "4.0", "16.0", "64.0", "256.0", "1024.0");
    private static final String ANY_SPAN = "9e999";
    /** That of idx_caltables_window: SQLite takes the index only for the same expression. */
    private static final String SPAN = "CASE WHEN valid_start_mjd IS NULL THEN NULL"
            + " WHEN valid_start_mjd NOT BETWEEN -1e9 AND 1e9 THEN " + ANY_SPAN + SPANS.stream()
                    .map(days -> " WHEN valid_end_mjd - valid_start_mjd <= " + days + " THEN " + days)
                    .collect(Collectors.joining())
            + " ELSE " + ANY_SPAN + " END";
    private static final String SPAN_VALUES = SPANS.stream().map(days -> "(" + days + "), ")
            .collect(Collectors.joining("", "(VALUES ", "(" + ANY_SPAN + ")) AS span"));
    private static final String END_REACHES = "valid_end_mjd >= ? AND typeof(valid_end_mjd) NOT IN ('text', 'blob')";
    /**
     * Those whose window has a time between two, inclusive: with a start, by each span those that begin not longer before the first time; then
     * those without a start. The spans are a thousandth longer, as the length of a window is rounded. The plus keeps SQLite from going through
     * all active tables instead. A window that ends before it starts never holds a time: whatever that is, one of the two comparisons fails. Nor
     * does one with a bound that is no number, which SQLite takes for greater than all numbers.
     */
    private static final String VALID = "id IN (SELECT id FROM " + SPAN_VALUES + " CROSS JOIN caltables"
            + " WHERE status = 'active' AND " + SPAN + " = span.column1"
            + " AND valid_start_mjd BETWEEN ? - 1.001 * span.column1 AND ?"
            + " AND (valid_end_mjd IS NULL OR " + END_REACHES + ")"
            + " UNION ALL SELECT id FROM caltables WHERE +status = 'active' AND valid_start_mjd IS NULL AND "
            + END_REACHES
            + " UNION ALL SELECT id FROM caltables WHERE +status = 'active' AND valid_start_mjd IS NULL"
            + " AND valid_end_mjd IS NULL)";
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
        return new CalibrationSql(VALID, between(mjd, mjd));
    }

    /**
     * What to apply: of the set of the newest valid table the newest valid table of each type. A set is never filled up from another one,
     * as its tables were solved together.
     *
     * @param tableType only tables of this type are looked at; null for all
     */
    static CalibrationSql apply(double mjd, String tableType) {
        return ofOneSet("SELECT id, set_name, table_type, created_at, 0.0 AS distance FROM caltables WHERE " + VALID,
                between(mjd, mjd), tableType);
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
        List<Object> values = new ArrayList<>(List.of(mjd, mjd, mjd, mjd));
        values.addAll(between(mjd - days, mjd + days));
        String near = "SELECT id, set_name, table_type, created_at,"
                + " CASE WHEN valid_start_mjd > ? THEN valid_start_mjd - ? WHEN valid_end_mjd < ? THEN ? - valid_end_mjd"
                + " ELSE 0.0 END AS distance FROM caltables WHERE " + VALID + NOT_INVERTED;
        return ofOneSet(near, values, tableType);
    }

    /** What is bound in {@link #VALID}. */
    private static List<Object> between(double first, double last) {
        return List.of(first, last, first, first);
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
