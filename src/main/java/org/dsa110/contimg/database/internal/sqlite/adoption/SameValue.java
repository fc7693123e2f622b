package org.dsa110.contimg.database.internal.sqlite.adoption;

/** Columns of ours that other programs have under another name. A key of ours that is missing is filled from such a one, as rows are told apart by it. */
final class SameValue {
    private SameValue() {
    }

    /**
     * The other column that a table has for one of ours that it lacks; null where there is none. The time of a pointing is a Modified
     * Julian Date whatever the column is called: {@code timestamp} in a file of its own, {@code timestamp_mjd} in the one-file layout.
     */
    static String of(Table table, String column) {
        boolean pointing = Table.lower(table.name()).equals("pointing_history")
                && Table.lower(column).equals("timestamp");
        Table.Column other = pointing ? table.column("timestamp_mjd") : null;
        return other == null ? null : other.name();
    }
}
