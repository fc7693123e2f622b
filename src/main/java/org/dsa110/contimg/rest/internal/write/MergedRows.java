package org.dsa110.contimg.rest.internal.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * The rows of an upsert, all of them or none: one that is there gets the values that were sent, one that is not there is added. A null
 * says that the sender does not know the value, and is the same as leaving it out. Used by one thread at a time.
 *
 * @param <E> the entity
 */
public final class MergedRows<E> {
    private final TableDescription<E> table;
    private final Validator validator;
    private final BodyParser.Body body;
    /** The row that the database is at; the whole body while it is at none. */
    private volatile RowPlace storing = RowPlace.WHOLE_BODY;

    private MergedRows(TableDescription<E> table, Validator validator, BodyParser.Body body) {
        this.table = table;
        this.validator = validator;
        this.body = body;
    }

    /** @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which row */
    public static <E> MergedRows<E> parse(TableDescription<E> table, Validator validator, byte[] body) {
        return new MergedRows<>(table, validator,
                new BodyParser(table, new Rule<>(table, validator)).parseRows(body));
    }

    /** Whether they were sent as an array, which may have one row only. */
    public boolean array() {
        return body.array();
    }

    /** The key of the first row. */
    public List<Object> firstKey() {
        return key(body.rows().get(0));
    }

    private List<Object> key(Map<ColumnDescription, Object> row) {
        return table.keys().stream().map(row::get).toList();
    }

    /**
     * Stores them inside a unit of work.
     *
     * @return their keys, in order
     * @throws ProblemException 400 for a row that is not there and lacks what a new one must have
     */
    public List<List<Object>> store(RowStore<E> store, Connection connection) throws SQLException {
        List<List<Object>> keys = new ArrayList<>();
        try (RowInsert<E> insert = store.insert(connection)) {
            for (Map<ColumnDescription, Object> row : body.rows()) {
                storing = body.place(keys.size());
                keys.add(store(store, insert, connection, row));
            }
        }
        storing = RowPlace.WHOLE_BODY;
        return keys;
    }

    private List<Object> store(RowStore<E> store, RowInsert<E> insert, Connection connection,
            Map<ColumnDescription, Object> row) throws SQLException {
        Map<ColumnDescription, Object> known = new LinkedHashMap<>(row);
        known.values().removeIf(value -> value == null);
        Map<ColumnDescription, Object> values = new LinkedHashMap<>(known);
        values.keySet().removeIf(ColumnDescription::key);
        List<Object> key = key(row);
        if (!store.update(connection, key, values)) {
            Violations violations = new Violations();
            table.validate(validator, known, storing, violations);
            violations.throwIfAny();
            insert.add(known);
        }
        return key;
    }

    /** The failure of their unit of work, naming the row whose constraint of the database was violated. */
    public DatabaseException explain(DatabaseException failure) {
        return storing.named(failure);
    }

    private record Rule<E>(TableDescription<E> table, Validator validator) implements RowRule {
        @Override
        public void check(ColumnDescription column, Object value) {
            if (column.key()) {
                RowKey.checkNew(value);
            }
            if (value != null) {
                table.validate(validator, column, value);
            }
        }

        @Override
        public void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
            for (ColumnDescription column : table.keys()) {
                if (row.get(column) == null) {
                    violations.add(place.field(column.name()), "must not be null");
                }
            }
        }
    }
}
