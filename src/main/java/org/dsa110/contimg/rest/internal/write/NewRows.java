package org.dsa110.contimg.rest.internal.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * The rows of a create: checked once, then stored as often as their unit of work is run, all of them or none. Used by one thread at a
 * time.
 *
 * @param <E> the entity
 */
public final class NewRows<E> {
    private final BodyParser.Body body;
    /** The row that the database is at; the whole body while it is at none. */
    private volatile RowPlace storing = RowPlace.WHOLE_BODY;

    private NewRows(BodyParser.Body body) {
        this.body = body;
    }

    /** @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which row */
    public static <E> NewRows<E> parse(TableDescription<E> table, Validator validator, byte[] body) {
        return new NewRows<>(new BodyParser(table, new NewRowRule<>(table, validator)).parseRows(body));
    }

    /** Whether they were sent as an array, which may have one row only. */
    public boolean array() {
        return body.array();
    }

    /**
     * Stores them inside a unit of work.
     *
     * @return their keys, in order
     */
    public List<List<Object>> store(RowStore<E> store, Connection connection) throws SQLException {
        List<List<Object>> keys = new ArrayList<>();
        try (RowInsert<E> insert = store.insert(connection)) {
            for (Map<ColumnDescription, Object> row : body.rows()) {
                storing = body.place(keys.size());
                keys.add(insert.add(row));
            }
        }
        storing = RowPlace.WHOLE_BODY;
        return keys;
    }

    /** The failure of their unit of work, naming the row whose constraint of the database was violated. */
    public DatabaseException explain(DatabaseException failure) {
        return storing.named(failure);
    }
}
