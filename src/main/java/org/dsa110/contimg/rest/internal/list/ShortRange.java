package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;

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

    private ShortRange() {
    }

    /** What stands behind the table in a statement that reads a page: the index by which it is to read, or nothing. */
    static String indexedBy(ListRequest request, Connection connection) throws SQLException {
        int most = request.after() == null ? MOST_ROWS : MOST_ROWS_AGAIN;
        boolean walked = request.after() != null;
        for (Map.Entry<ColumnDescription, Condition> range : AskedFilter
                .openRanges(request.asked(), request.order()).entrySet()) {
            TableIndex index = TableIndex.of(connection, request.table(), range.getKey());
            if (index == null) {
                continue;
            }
            if (!walked && walkFindsPage(request, connection)) {
                return "";
            }
            walked = true;
            if (index.findsAtMost(most, connection, request.table(), range.getValue())) {
                return index.hint();
            }
        }
        return "";
    }

    /** Whether the first rows in the order of the list fill the page; not looked for in an order that would have to be sorted. */
    private static boolean walkFindsPage(ListRequest request, Connection connection) throws SQLException {
        OrderWalk walk = OrderWalk.of(request, Condition.NONE, connection);
        return walk != null && walk.isShort(request.limit(), connection);
    }
}
