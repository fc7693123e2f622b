package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether a page is best read by walking in the order of the list, where SQLite would have an index find rows and sort them, as
 * those with {@code type=dirty} in the order of the key. SQLite takes few rows to have a value: it sorts all that have it for each page,
 * be they half of the table, though the first ones in the order of the list fill it.
 */
final class LongLookup {
    /** To read and sort so many takes some milliseconds; to count them a fraction of one. */
    private static final int FEW_ROWS = 1_000;

    private LongLookup() {
    }

    /**
     * What stands behind the table in the statement of a page, or of a part of it: how it is to be walked, or nothing.
     *
     * @param rows how many at the most, beside the one that tells whether there are more
     */
    static String walk(PagePart part, long rows, Connection connection) throws SQLException {
        ListRequest request = part.request();
        if (!request.table().isStored() || request.asked().stream().noneMatch(AskedFilter::mayEnter)) {
            return "";
        }
        QueryPlan plan = QueryPlan.of(connection, part.sql("", rows + 1), part.values());
        TableIndex index = plan.isSorted() ? TableIndex.named(connection, request.table(), plan.index()) : null;
        if (index == null || findsFew(index, request, connection)) {
            return "";
        }
        OrderWalk walk = OrderWalk.of(request, part.place(), connection);
        return walk != null && walk.isShort(rows, connection)
                && QueryPlan.of(connection, part.sql(walk.hint(), rows + 1), part.values()).isInOrder()
                        ? walk.hint()
                        : "";
    }

    /** By what is asked of its columns, up to the first of which nothing is. */
    private static boolean findsFew(TableIndex index, ListRequest request, Connection connection) throws SQLException {
        List<Condition> entered = new ArrayList<>();
        for (String column : index.columns()) {
            List<Condition> asked = request.asked().stream()
                    .filter(each -> each.mayEnter() && each.column().name().equalsIgnoreCase(column))
                    .map(AskedFilter::condition).toList();
            if (asked.isEmpty()) {
                break;
            }
            entered.addAll(asked);
        }
        return entered.isEmpty()
                || index.findsAtMost(FEW_ROWS, connection, request.table(), Condition.all(entered));
    }
}
