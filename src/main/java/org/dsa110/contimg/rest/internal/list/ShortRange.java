package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Finds out whether a filter such as {@code mjd__ge} leaves few rows. SQLite cannot know, and takes a quarter of all to be left: so it walks the
 * table in the order of the list, and where those that are left come last, as the newest do in the order of the key, it reads
 * all others before. An index on the column counts them at once.
 */
final class ShortRange {
    /** To read and sort so many takes some tens of milliseconds; to count them one. */
    private static final int MOST_ROWS = 50_000;
    /** The same for a page behind another: it would sort them all again, and to walk on from a row that was left is often short. */
    private static final int MOST_ROWS_AGAIN = 10_000;

    private static final String INDEXED = """
        SELECT 1 FROM pragma_index_list(?, 'main') AS indexes JOIN pragma_index_info(indexes.name, 'main') AS columns
        WHERE NOT indexes.partial AND columns.seqno = 0 AND columns.name = ? COLLATE NOCASE""";

    private ShortRange() {
    }

    /** Whether it is best to read all rows of one of the request's ranges by its index, and to sort them. */
    static boolean isIn(ListRequest request, Connection connection) throws SQLException {
        RowsDescription table = request.table();
        int most = request.after() == null ? MOST_ROWS : MOST_ROWS_AGAIN;
        for (Map.Entry<ColumnDescription, Condition> range : request.openRanges().entrySet()) {
            if (isIndexed(connection, table, range.getKey())
                    && hasAtMost(most, connection, table, range.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIndexed(Connection connection, RowsDescription table, ColumnDescription column)
            throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, INDEXED,
                List.of(table.name(), column.name()));
                ResultSet index = statement.executeQuery()) {
            return index.next();
        }
    }

    private static boolean hasAtMost(int most, Connection connection, RowsDescription table, Condition range)
            throws SQLException {
        String sql = "SELECT count(*) FROM (SELECT 1 FROM " + table.rows() + " WHERE " + range.sql() + " LIMIT "
                + (most + 1) + ")";
        try (PreparedStatement statement = Statements.prepare(connection, sql, range.values());
                ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getLong(1) <= most;
        }
    }
}
