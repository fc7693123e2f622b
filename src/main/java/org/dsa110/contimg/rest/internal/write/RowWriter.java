package org.dsa110.contimg.rest.internal.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.list.Condition;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Changes the rows of a table in one run of one unit of work: the one way in which REST does it, so that {@link RowListener} hears of all.
 * It goes by SQL and not by entities: an entity would have to read the other columns of a row, which may hold what it cannot, and each
 * flush makes Hibernate compare every entity of the session with what it was, which many rows make slow. Not thread-safe.
 */
public final class RowWriter implements AutoCloseable {
    private final TableDescription<?> table;
    private final RowListener listener;
    private final Connection connection;
    private final List<ColumnDescription> given;
    private final GivenRows rows;
    private final Object defaults;
    /** Whether rows are added as they were in another database. */
    private final boolean restores;
    /** Prepared once, with the first row that is added; null before. */
    private PreparedStatement insert;

    /**
     * @param connection the unit's
     * @param rows what is taken of rows that are added
     */
    RowWriter(TableDescription<?> table, RowListener listener, Connection connection, GivenRows rows) {
        this.table = table;
        this.listener = listener;
        this.connection = connection;
        this.given = table.columns().stream().filter(column -> rows.keepIds() || !column.generated()).toList();
        this.rows = rows;
        this.defaults = table.newEntity();
        this.restores = table.isComputed() ? rows.keepIds() : rows.anyValue();
    }

    /**
     * Adds a row.
     *
     * @param values by column, as {@code ColumnType} or {@code StoredValue} parses them; columns that are not there get the entity's defaults
     * @return its key
     * @throws SQLException also when the row violates a constraint; with a savepoint before it the caller can undo it and add others
     */
    public List<Object> add(Map<ColumnDescription, Object> values) throws SQLException {
        if (restores && table.isComputed() && update(key(values), TableDescription.withoutKey(values))) {
            return key(values);
        }
        if (insert == null) {
            insert = connection.prepareStatement(insertion());
        }
        Statements.bind(insert, given.stream().map(column -> value(column, values)).toList());
        List<Object> key = execute(values);
        if (restores) {
            listener.restored(connection, key);
        } else {
            listener.after(connection, key);
        }
        return key;
    }

    private Object value(ColumnDescription column, Map<ColumnDescription, Object> values) {
        return values.containsKey(column) ? values.get(column) : column.databaseValue(defaults);
    }

    private List<Object> key(Map<ColumnDescription, Object> values) {
        return table.keys().stream().map(column -> value(column, values)).toList();
    }

    private String insertion() {
        String names = given.stream().map(ColumnDescription::sql).collect(Collectors.joining(", "));
        String marks = given.stream().map(column -> "?").collect(Collectors.joining(", "));
        String returning = givesKey() ? " RETURNING " + table.keys().get(0).sql() : "";
        return "INSERT INTO " + table.name() + " (" + names + ") VALUES (" + marks + ")" + returning;
    }

    private boolean givesKey() {
        return table.generatesKey() && !rows.keepIds();
    }

    private List<Object> execute(Map<ColumnDescription, Object> values) throws SQLException {
        if (!givesKey()) {
            insert.executeUpdate();
            return key(values);
        }
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return List.of(row.getLong(1));
        }
    }

    /**
     * Gives some columns of a row new values.
     *
     * @param values by column, as {@code ColumnType} parses them; none of them of the key
     * @return whether there is such a row
     */
    boolean update(List<Object> key, Map<ColumnDescription, Object> values) throws SQLException {
        if (values.isEmpty()) {
            return exists(key);
        }
        String assignments = values.keySet().stream().map(column -> column.sql() + " = ?")
                .collect(Collectors.joining(", "));
        boolean concerns = listener
                .concern(values.keySet().stream().map(ColumnDescription::name).collect(Collectors.toSet()));
        RowListener concerned = concerns ? listener : RowListener.NONE;
        if (!run("UPDATE " + table.name() + " SET " + assignments, new ArrayList<>(values.values()), key, concerned)) {
            return false;
        }
        concerned.after(connection, key);
        return true;
    }

    /** @return whether there was such a row */
    boolean delete(List<Object> key) throws SQLException {
        return run("DELETE FROM " + table.name(), List.of(), key, listener);
    }

    private boolean run(String statement, List<Object> values, List<Object> key, RowListener concerned)
            throws SQLException {
        if (concerned != RowListener.NONE) {
            if (!exists(key)) {
                return false;
            }
            concerned.before(connection, key);
        }
        Condition condition = Condition.key(table, key);
        List<Object> bound = new ArrayList<>(values);
        bound.addAll(condition.values());
        try (PreparedStatement prepared = Statements.prepare(connection, statement + " WHERE " + condition.sql(),
                bound)) {
            return prepared.executeUpdate() > 0;
        }
    }

    private boolean exists(List<Object> key) throws SQLException {
        Condition condition = Condition.key(table, key);
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT 1 FROM " + table.name() + " WHERE " + condition.sql(), condition.values());
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
        }
    }
}
