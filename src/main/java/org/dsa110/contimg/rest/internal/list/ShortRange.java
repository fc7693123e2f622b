package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Finds out whether a filter such as {@code mjd__ge} leaves few rows, which are best read by the index of its column and sorted. SQLite cannot
 * know, and takes a quarter of all to be left: so it walks the table in the order of the list, and where those that are left come last,
 * as the newest do in the order of the key, it reads all others before. An index counts them at once.
 */
final class ShortRange {
    /** To read and sort so many takes some tens of milliseconds; to count them one. */
    private static final int MOST_ROWS = 50_000;
    /** The same for a page behind another: it would sort them all again, and to walk on from a row that was left is often short. */
    private static final int MOST_ROWS_AGAIN = 10_000;
    /** A page that is full when so many rows were looked at, in a fraction of a millisecond, is had by walking. */
    private static final int WALKED_ROWS = 1_000;
    /** What SQLite says of an index that cannot be used, as for a filter that compares by another collation. */
    private static final String UNUSABLE = "no query solution";

    private static final String INDEX = """
        SELECT indexes.name FROM pragma_index_list(?, 'main') AS indexes
        JOIN pragma_index_xinfo(indexes.name, 'main') AS columns
        WHERE NOT indexes.partial AND columns.seqno = 0 AND columns.coll = 'BINARY' COLLATE NOCASE
          AND columns.name = ? COLLATE NOCASE
        LIMIT 1""";

    private ShortRange() {
    }

    /** What stands behind the table in a statement that reads a page: the index by which it is to read, or nothing. */
    static String indexedBy(ListRequest request, Connection connection) throws SQLException {
        int most = request.after() == null ? MOST_ROWS : MOST_ROWS_AGAIN;
        boolean walked = request.after() != null;
        for (Map.Entry<ColumnDescription, Condition> range : request.openRanges().entrySet()) {
            String index = index(connection, request.table(), range.getKey());
            if (index == null) {
                continue;
            }
            if (!walked && walkFindsPage(request, connection)) {
                return "";
            }
            walked = true;
            if (hasAtMost(most, connection, request.table().rows() + index, range.getValue())) {
                return index;
            }
        }
        return "";
    }

    /** @return as {@link #indexedBy}; null where there is none that begins with the column */
    private static String index(Connection connection, RowsDescription table, ColumnDescription column)
            throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, INDEX,
                List.of(table.name(), column.name()));
                ResultSet index = statement.executeQuery()) {
            return index.next() ? " INDEXED BY \"" + index.getString(1).replace("\"", "\"\"") + '"' : null;
        }
    }

    /** Whether the first rows in the order of the list fill the page; not looked for in an order that would have to be sorted. */
    private static boolean walkFindsPage(ListRequest request, Connection connection) throws SQLException {
        RowsDescription table = request.table();
        ColumnDescription first = request.order().first();
        if (!table.keys().equals(List.of(first)) && index(connection, table, first) == null) {
            return false;
        }
        String walked = "(SELECT * FROM " + table.rows() + " ORDER BY " + request.order().sql() + " LIMIT "
                + WALKED_ROWS
                + ")";
        return count(connection, walked, request.filter(), request.limit() + 1) > request.limit();
    }

    private static boolean hasAtMost(int most, Connection connection, String rows, Condition range)
            throws SQLException {
        try {
            return count(connection, rows, range, most + 1L) <= most;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains(UNUSABLE)) {
                return false;
            }
            throw e;
        }
    }

    private static long count(Connection connection, String rows, Condition condition, long limit) throws SQLException {
        List<Object> bound = new ArrayList<>(condition.values());
        bound.add(limit);
        try (PreparedStatement statement = Statements.prepare(connection,
                "SELECT count(*) FROM (SELECT 1 FROM " + rows + " WHERE " + condition.sql() + " LIMIT ?)", bound);
                ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getLong(1);
        }
    }
}
