package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RawText;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * Reads one page of a list, inside a unit of work. Pages go by key: the next one begins behind the values of the last row, so that rows
 * which come and go meanwhile neither repeat nor hide others. Immutable and thread-safe.
 */
public final class PageQuery {
    /** The driver puts this in place of bytes that are not UTF-8: a text with it is read again as bytes, so that a token has what is stored. */
    private static final char REPLACEMENT = '\uFFFD';

    private final ListRequest request;
    private final String select;
    /** Where in a row the columns are that the list is ordered by, from 1. */
    private final int[] orderPlaces;

    public PageQuery(ListRequest request) {
        this.request = request;
        // The columns that go out, and those that say where the page ended.
        List<ColumnDescription> columns = new ArrayList<>(request.fields());
        this.orderPlaces = request.order().terms().stream().mapToInt(term -> placeIn(columns, term.column())).toArray();
        this.select = rows(request).select(columns);
    }

    private static RowsDescription rows(ListRequest request) {
        Order.Term first = request.order().terms().get(0);
        RowsDescription rows = request.table();
        rows = rows.keys().contains(first.column()) ? rows : rows.inOtherOrder();
        return first.descending() ? rows.backwards() : rows;
    }

    private static int placeIn(List<ColumnDescription> columns, ColumnDescription column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            index = columns.size();
            columns.add(column);
        }
        return index + 1;
    }

    /** Takes the rows of a page, in order. */
    public interface RowTaker {
        /**
         * @param row stands on the row, whose first columns are those that were asked for
         * @return whether it takes another one
         */
        boolean take(ResultSet row) throws SQLException, IOException;
    }

    /**
     * Hands rows on until the limit is reached or no more are taken.
     *
     * @return where the next page begins: the values, in the last row taken, of the columns that the list is ordered by, and where these do
     *         not tell rows apart, how many rows with them have been taken; null when that row is the last of the list
     */
    public List<Object> run(Connection connection, RowTaker taker) throws SQLException, IOException {
        List<Object> last = request.after();
        long left = request.limit();
        String shortRange = ShortRange.indexedBy(request, connection);
        for (PagePart part : parts()) {
            String hint = shortRange.isEmpty() ? LongLookup.walk(part, left, connection) : shortRange;
            try (PreparedStatement statement = Statements.prepare(connection, part.sql(hint, left + 1), part.values());
                    ResultSet row = statement.executeQuery()) {
                for (; row.next(); left--) {
                    if (left == 0) {
                        return last;
                    }
                    boolean more = taker.take(row);
                    // The place of a row is read where the page may end there, and where it says how many have been the same.
                    if (left == 1 || !more || !request.order().tellsRowsApart()) {
                        last = position(row, last);
                    }
                    // Where the limit is reached as well, it is seen whether there is another row.
                    if (!more && left > 1) {
                        return last;
                    }
                }
            }
        }
        return null;
    }

    private List<PagePart> parts() {
        List<Object> after = request.after();
        Order order = request.order();
        if (after == null) {
            return List.of(part(Condition.NONE, 0));
        }
        if (!order.tellsRowsApart()) {
            return List.of(part(Condition.same(order, after), (Long) after.get(order.terms().size())),
                    part(Condition.afterAtOnce(order, after), 0));
        }
        return Condition.after(order, after).stream().map(place -> part(place, 0)).toList();
    }

    private PagePart part(Condition place, long skipped) {
        return new PagePart(request, select, place, skipped);
    }

    private List<Object> position(ResultSet row, List<Object> before) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int place : orderPlaces) {
            Object value = row.getObject(place);
            boolean replaced = value instanceof String text && text.indexOf(REPLACEMENT) >= 0;
            values.add(replaced ? new RawText(row.getBytes(place)) : value);
        }
        if (!request.order().tellsRowsApart()) {
            int terms = values.size();
            values.add(before != null && StoredValues.areSame(values, before.subList(0, terms))
                    ? (Long) before.get(terms) + 1
                    : 1L);
        }
        return values;
    }
}
