package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Rows of a list as they come when SQLite walks the table, or an index, in the order of the list: those that the filter leaves out are read
 * too. Immutable and thread-safe.
 *
 * @param from from where on, by the columns that the list is ordered by
 * @param hint what stands behind the table in a statement that walks so
 */
record OrderWalk(ListRequest request, Condition from, String hint) {
    /** A page that is full when so many rows were looked at, in a fraction of a millisecond, is had by walking. */
    private static final long WALKED_ROWS = 1_000;
    /** So is a longer one, when the rows that were looked at are not many more than those that go out. */
    private static final long WALKED_FOR_A_ROW = 10;

    /**
     * @param place where the page begins in the order of the list, or a part of it
     * @return null where the table has no index for the order
     */
    static OrderWalk of(ListRequest request, Condition place, Connection connection) throws SQLException {
        List<Condition> from = new ArrayList<>();
        request.asked().stream().filter(each -> each.column() == request.order().first() && each.mayEnter())
                .forEach(each -> from.add(each.condition()));
        from.add(place);
        OrderWalk any = new OrderWalk(request, Condition.all(from), "");
        QueryPlan plan = QueryPlan.of(connection, any.rows("*"), any.bound(List.of(), 1));
        if (!plan.isInOrder()) {
            return null;
        }
        if (plan.isByKey()) {
            return new OrderWalk(request, any.from, " NOT INDEXED");
        }
        TableIndex index = TableIndex.named(connection, request.table(), plan.index());
        return index == null ? null : new OrderWalk(request, any.from, index.hint());
    }

    /** Whether few rows have to be looked at until so many are found and another one, or until there are no more. */
    boolean isShort(long rows, Connection connection) throws SQLException {
        long most = Math.max(WALKED_ROWS, WALKED_FOR_A_ROW * rows);
        Condition filter = request.filter();
        List<Object> bound = bound(filter.values(), most);
        bound.add(rows + 1);
        String found = "SELECT 1 FROM (" + rows(filter.sql() + " AS kept") + ") WHERE kept LIMIT ?";
        return TableIndex.count(connection, found, bound) > rows
                || TableIndex.count(connection, rows("1"), bound(List.of(), most)) < most;
    }

    private String rows(String columns) {
        RowsDescription table = request.table();
        return "SELECT " + columns + " FROM " + table.rows() + hint + " WHERE " + from.sql() + " ORDER BY "
                + request.order().sql() + " LIMIT ?";
    }

    private List<Object> bound(List<Object> first, long limit) {
        List<Object> bound = new ArrayList<>(first);
        bound.addAll(from.values());
        bound.add(limit);
        return bound;
    }
}
