package org.dsa110.contimg.rest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

/**
 * New values for some columns of one row: a JSON merge patch (RFC 7396). It is one UPDATE of these columns and not a change of an
 * entity: an entity would have to read the other columns, which may hold what it cannot. Immutable and thread-safe.
 */
final class RowChange {
    private final TableDescription<?> table;
    private final List<Object> key;
    private final List<ColumnDescription> columns = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private RowChange(TableDescription<?> table, List<Object> key, Map<ColumnDescription, Object> row) {
        this.table = table;
        this.key = key;
        row.forEach((column, value) -> {
            if (!column.key()) {
                columns.add(column);
                values.add(value);
            }
        });
    }

    /**
     * @param key which row
     * @throws ProblemException 400 naming every field that is unknown or wrong
     */
    static RowChange parse(TableDescription<?> table, Validator validator, List<Object> key, byte[] body) {
        return new RowChange(table, key, new BodyParser(table, new Rule(table, validator, key)).parseRow(body));
    }

    /** Changes the row, inside a unit of work. Nothing is changed where no row has the key. */
    void apply(Connection connection) throws SQLException {
        if (columns.isEmpty()) {
            return;
        }
        Condition condition = Condition.key(table, key);
        List<Object> bound = new ArrayList<>(values);
        bound.addAll(condition.values());
        String assignments = columns.stream().map(column -> TableDescription.quoted(column) + " = ?")
                .collect(Collectors.joining(", "));
        try (PreparedStatement update = Rows.prepare(connection,
                "UPDATE " + table.name() + " SET " + assignments + " WHERE " + condition.sql(), bound)) {
            update.executeUpdate();
        }
    }

    private record Rule(TableDescription<?> table, Validator validator, List<Object> key) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (column.key()) {
                if (!key.get(table.keys().indexOf(column)).equals(value)) {
                    throw new IllegalArgumentException("is part of the key and cannot be changed");
                }
                return;
            }
            validator.validateValue(table.entity(), column.field().getName(), column.fieldValue(value)).stream()
                    .map(ConstraintViolation::getMessage).sorted().findFirst().ifPresent(message -> {
                        throw new IllegalArgumentException(message);
                    });
        }
    }
}
