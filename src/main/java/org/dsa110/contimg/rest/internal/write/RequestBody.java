package org.dsa110.contimg.rest.internal.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.validation.Validator;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The body of a request that writes rows: parsed and checked once, then stored as often as its unit of work is run, all of its rows or
 * none. A subclass for each request says what its rows must satisfy and how one is stored. Used by one thread at a time.
 */
abstract class RequestBody implements RowRule {
    final TableDescription<?> table;
    final Validator validator;
    final List<Object> key;
    private BodyParser.Body body;
    /** The row that is being stored, for {@link #explain}; the whole body before and after. Written by another thread than that of the answer. */
    private volatile RowPlace storing = RowPlace.WHOLE_BODY;

    /** @param key of the row, as the URL has it; null where the body has the key of each row, and may be an array of them */
    RequestBody(TableDescription<?> table, Validator validator, List<Object> key) {
        this.table = table;
        this.validator = validator;
        this.key = key;
    }

    /**
     * Parses and checks the body. To be called once, before everything else.
     *
     * @throws ProblemException 400 naming every field that is unknown, missing or wrong, and in which row
     */
    final void parse(byte[] sent) {
        body = key == null
                ? new BodyParser(table, this).parseRows(sent)
                : new BodyParser.Body(List.of(new BodyParser(table, this).parseRow(sent)), false);
    }

    @Override
    public String refusal(ColumnDescription column) {
        return column.computed() ? "must be left out: the service computes it" : null;
    }

    /** Checks the value of a column of the key: it must be as in the URL or, where that has none, one that a URL can have. */
    @Override
    public void check(ColumnDescription column, Object value) {
        if (refusal(column) != null) {
            throw new IllegalArgumentException(refusal(column));
        }
        if (column.key() && key == null) {
            RowKey.checkNew(value);
        } else if (column.key() && !key.get(table.keys().indexOf(column)).equals(value)) {
            throw new IllegalArgumentException("is part of the key and cannot be changed");
        }
    }

    /** Whether an array was sent, be it of a single row: then an array is answered. */
    final boolean isArray() {
        return body.array();
    }

    /** How many rows were sent. */
    final int rows() {
        return body.rows().size();
    }

    /** The first row, or the only one. */
    final Map<ColumnDescription, Object> firstRow() {
        return body.rows().get(0);
    }

    /**
     * Stores the rows inside a unit of work.
     *
     * @return their keys, in order; null in place of one where {@link #store(Map, RowWriter, RowPlace)} says that there is no row
     * @throws ProblemException 400 for a row that lacks what it must have as things are in the database
     */
    final List<List<Object>> store(RowWriter store) throws SQLException {
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
    abstract List<Object> store(Map<ColumnDescription, Object> row, RowWriter store, RowPlace place)
            throws SQLException;

    /** The failure of the unit of work, naming the row that violates a constraint of the database. */
    final DatabaseException explain(DatabaseException failure) {
        return storing.named(failure);
    }
}
