package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The body of a request that writes rows: parsed and checked once, then stored as often as its unit of work is run, all of its rows or
 * none. A subclass for each request says what its rows must satisfy and how one is stored. Used by one thread at a time.
 *
 * @param <E> the entity
 */
public abstract class RequestBody<E> implements RowRule {
    final TableDescription<E> table;
    final Validator validator;
    private BodyParser.Body body;
    /** The row that is being stored, for {@link #explain}; the whole body before and after. */
    private volatile RowPlace storing = RowPlace.WHOLE_BODY;

    RequestBody(TableDescription<E> table, Validator validator) {
        this.table = table;
        this.validator = validator;
    }

    /**
     * Parses and checks the body. To be called once, before everything else.
     *
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which row
     */
    final void parse(byte[] sent) {
        body = takesArray()
                ? new BodyParser(table, this).parseRows(sent)
                : new BodyParser.Body(List.of(new BodyParser(table, this).parseRow(sent)), false);
    }

    /** Whether it may be an array of rows, too. */
    abstract boolean takesArray();

    /** Whether it is an array, which may have one row only. */
    final boolean isArray() {
        return body.array();
    }

    /** The first row, or the only one. */
    final Map<ColumnDescription, Object> firstRow() {
        return body.rows().get(0);
    }

    /**
     * Stores the rows inside a unit of work.
     *
     * @return their keys, in order; null in place of one where {@link #store(Map, RowStore, RowPlace)} says that there is no row
     * @throws ProblemException 400 for a row that lacks what it must have as things are in the database
     */
    final List<List<Object>> store(RowStore<E> store) throws SQLException {
        List<List<Object>> keys = new ArrayList<>();
        for (Map<ColumnDescription, Object> row : body.rows()) {
            storing = body.place(keys.size());
            keys.add(store(row, store, storing));
        }
        storing = RowPlace.WHOLE_BODY;
        return keys;
    }

    /**
     * Stores one row.
     *
     * @param row as it was sent
     * @param place where in the body it stands
     * @return its key; null when it is not there and must be
     */
    abstract List<Object> store(Map<ColumnDescription, Object> row, RowStore<E> store, RowPlace place)
            throws SQLException;

    /** The failure of the unit of work, naming the row that violates a constraint of the database. */
    final DatabaseException explain(DatabaseException failure) {
        return storing.named(failure);
    }
}
