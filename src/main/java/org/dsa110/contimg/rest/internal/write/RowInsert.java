package org.dsa110.contimg.rest.internal.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Adds rows to a table with one statement that is prepared once. It belongs to one run of one unit of work; not thread-safe.
 *
 * @param <E> the entity
 */
public final class RowInsert<E> implements AutoCloseable {
    private final TableDescription<E> table;
    private final RowListener changes;
    private final Connection connection;
    private final List<ColumnDescription> columns;
    private final PreparedStatement statement;

    RowInsert(TableDescription<E> table, RowListener changes, Connection connection) throws SQLException {
        this.table = table;
        this.changes = changes;
        this.connection = connection;
        this.columns = table.columns().stream().filter(column -> !column.generated()).toList();
        String names = columns.stream().map(ColumnDescription::sql).collect(Collectors.joining(", "));
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String returning = table.generatesKey()
                ? " RETURNING " + table.keys().get(0).sql()
                : "";
        this.statement = connection.prepareStatement(
                "INSERT INTO " + table.name() + " (" + names + ") VALUES (" + marks + ")" + returning);
    }

    /**
     * Adds a row.
     *
     * @param values by column, as {@code ColumnType} parses them; columns that are not there get the entity's defaults
     * @return its key
     * @throws SQLException also when the row violates a constraint; with a savepoint before it the caller can undo it and add others
     */
    public List<Object> add(Map<ColumnDescription, Object> values) throws SQLException {
        E entity = table.newEntity(values);
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i).stored(entity));
        }
        List<Object> key = execute(entity);
        changes.after(connection, key);
        return key;
    }

    private List<Object> execute(E entity) throws SQLException {
        if (!table.generatesKey()) {
            statement.executeUpdate();
            return table.key(entity);
        }
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return List.of(row.getLong(1));
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
