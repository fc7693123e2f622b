package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RawText;

/**
 * Reads one page of a list, inside a unit of work. Pages go by key: the next one begins behind the values of the last row, so that rows
 * which come and go meanwhile neither repeat nor hide others. Immutable and thread-safe.
 */
public final class PageQuery {
    /** The driver puts this in place of bytes that are not UTF-8: a text with it is read again as bytes, so that a token has what is stored. */
    private static final char REPLACEMENT = '\uFFFD';

    private final ListRequest request;
    private final String select;
    private final String orderAndLimit;

    public PageQuery(ListRequest request) {
        this.request = request;
        // The columns that go out, and those that say where the page ended.
        Set<ColumnDescription> columns = new LinkedHashSet<>(request.fields());
        request.order().terms().forEach(term -> columns.add(term.column()));
        this.select = request.table().select(columns) + " WHERE ";
        this.orderAndLimit = " ORDER BY " + request.order().sql() + " LIMIT ";
    }

    /** Takes the rows of a page, in order. */
    public interface RowTaker {
        /**
         * @param row stands on the row
         * @return whether it takes another one
         */
        boolean take(ResultSet row) throws SQLException, IOException;
    }

    /**
     * Hands rows on until the limit is reached or no more are taken.
     *
     * @return where the next page begins: the values, in the last row taken, of the columns that the list is ordered by; null when that
     *         row is the last of the list
     */
    public List<Object> run(Connection connection, RowTaker taker) throws SQLException, IOException {
        List<Object> last = null;
        long left = request.limit();
        List<Condition> parts = request.after() == null
                ? List.of(Condition.all(List.of()))
                : Condition.after(request.order(), request.after());
        for (Condition part : parts) {
            Condition condition = Condition.all(List.of(request.filter(), part));
            try (PreparedStatement statement = Statements.prepare(connection,
                    select + condition.sql() + orderAndLimit + (left + 1), condition.values());
                    ResultSet row = statement.executeQuery()) {
                for (; row.next(); left--) {
                    if (left == 0) {
                        return last;
                    }
                    boolean more = taker.take(row);
                    last = position(row);
                    if (!more) {
                        return last;
                    }
                }
            }
        }
        return null;
    }

    private List<Object> position(ResultSet row) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (Order.Term term : request.order().terms()) {
            Object value = row.getObject(term.column().name());
            boolean replaced = value instanceof String text && text.indexOf(REPLACEMENT) >= 0;
            values.add(replaced ? new RawText(row.getBytes(term.column().name())) : value);
        }
        return values;
    }
}
