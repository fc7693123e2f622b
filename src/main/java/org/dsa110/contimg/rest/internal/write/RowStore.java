package org.dsa110.contimg.rest.internal.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.list.Condition;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Changes the rows of a table, inside units of work: the one way in which REST does it, so that {@link RowListener} hears of all. It goes
 * by SQL and not by entities: an entity would have to read the other columns of a row, which may hold what it cannot, and Hibernate
 * looks at every entity of a unit at each flush. Thread-safe.
 *
 * @param <E> the entity
 */
public final class RowStore<E> {
    private final TableDescription<E> table;
    private final RowListener changes;

    public RowStore(TableDescription<E> table, RowListener changes) {
        this.table = table;
        this.changes = changes;
    }

    /** Adds rows, on the connection of one unit of work. */
    public RowInsert<E> insert(Connection connection) throws SQLException {
        return new RowInsert<>(table, changes, connection);
    }

    boolean exists(Connection connection, List<Object> key) throws SQLException {
        Condition condition = Condition.key(table, key);
        try (PreparedStatement select = Rows.prepare(connection,
                "SELECT 1 FROM " + table.name() + " WHERE " + condition.sql(), condition.values());
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    /**
     * Gives some columns of a row new values.
     *
     * @param values by column, as {@code ColumnType} parses them; none of them of the key
     * @return whether there is such a row
     */
    public boolean update(Connection connection, List<Object> key, Map<ColumnDescription, Object> values)
            throws SQLException {
        if (values.isEmpty()) {
            return exists(connection, key);
        }
        String assignments = values.keySet().stream().map(column -> column.sql() + " = ?")
                .collect(Collectors.joining(", "));
        RowListener concerned = changes
                .concern(values.keySet().stream().map(ColumnDescription::name).collect(Collectors.toSet()))
                        ? changes
                        : RowListener.NONE;
        if (!run(connection, key, "UPDATE " + table.name() + " SET " + assignments,
                new ArrayList<>(values.values()), concerned)) {
            return false;
        }
        concerned.after(connection, key);
        return true;
    }

    /** @return whether there was such a row */
    public boolean delete(Connection connection, List<Object> key) throws SQLException {
        return run(connection, key, "DELETE FROM " + table.name(), List.of(), changes);
    }

    private boolean run(Connection connection, List<Object> key, String statement, List<Object> values,
            RowListener concerned) throws SQLException {
        if (concerned != RowListener.NONE) {
            if (!exists(connection, key)) {
                return false;
            }
            concerned.before(connection, key);
        }
        Condition condition = Condition.key(table, key);
        List<Object> bound = new ArrayList<>(values);
        bound.addAll(condition.values());
        try (PreparedStatement prepared = Rows.prepare(connection, statement + " WHERE " + condition.sql(), bound)) {
            return prepared.executeUpdate() > 0;
        }
    }
}
