package org.dsa110.contimg.rest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Changes the rows of a table, inside units of work: the one way in which REST does it, so that {@link RowChanges} hears of all. It goes
 * by SQL and not by entities: an entity would have to read the other columns of a row, which may hold what it cannot, and Hibernate
 * looks at every entity of a unit at each flush. Thread-safe.
 *
 * @param <E> the entity
 */
final class RowStore<E> {
    private final TableDescription<E> table;
    private final RowChanges changes;

    RowStore(TableDescription<E> table, RowChanges changes) {
        this.table = table;
        this.changes = changes;
    }

    /** Adds rows, on the connection of one unit of work. */
    RowInsert<E> insert(Connection connection) throws SQLException {
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
     * @param values by column, as {@link ColumnType} parses them; none of them of the key
     * @return whether there is such a row
     */
    boolean update(Connection connection, List<Object> key, Map<ColumnDescription, Object> values)
            throws SQLException {
        if (values.isEmpty()) {
            return exists(connection, key);
        }
        String assignments = values.keySet().stream().map(column -> column.sql() + " = ?")
                .collect(Collectors.joining(", "));
        RowChanges concerned = changes
                .concern(values.keySet().stream().map(ColumnDescription::name).collect(Collectors.toSet()))
                        ? changes
                        : RowChanges.NONE;
        if (!run(connection, key, "UPDATE " + table.name() + " SET " + assignments,
                new ArrayList<>(values.values()), concerned)) {
            return false;
        }
        concerned.after(connection, key);
        return true;
    }

    /** @return whether there was such a row */
    boolean delete(Connection connection, List<Object> key) throws SQLException {
        return run(connection, key, "DELETE FROM " + table.name(), List.of(), changes);
    }

    private boolean run(Connection connection, List<Object> key, String statement, List<Object> values,
            RowChanges concerned) throws SQLException {
        if (concerned != RowChanges.NONE) {
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
