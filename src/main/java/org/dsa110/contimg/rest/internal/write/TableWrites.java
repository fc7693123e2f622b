package org.dsa110.contimg.rest.internal.write;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import jakarta.validation.Validator;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.internal.list.Rows;
import org.dsa110.contimg.rest.internal.table.RowKey;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * What requests do to the rows of one table, each in one unit of work. A {@code Uni} has its item once the rows are durable; it fails as
 * units of work do, or with a {@link ProblemException} for what the request asks and cannot be. Thread-safe.
 */
public final class TableWrites {
    /** The media type of what {@link #patch} takes. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    /** With so many rows the copies of pages that a savepoint keeps have long been on disk, and a commit of their own costs less. */
    private static final int BULK_ROWS = 64;

    private final UnitExecutor units;
    private final Validator validator;
    private final KeptAnswers keptAnswers;
    private final TableDescription<?> table;
    private final Rows rows;
    private final RowListener listener;

    /** @param listener hears of every row that is added, changed or removed here */
    public TableWrites(UnitExecutor units, Validator validator, KeptAnswers keptAnswers,
            TableDescription<?> table, RowListener listener) {
        this.units = units;
        this.validator = validator;
        this.keptAnswers = keptAnswers;
        this.table = table;
        this.rows = new Rows(table);
        this.listener = listener;
    }

    /**
     * Adds a row, or several.
     *
     * @param path of the request, below which a single row has its URL
     * @param key null for a request without one
     */
    public Uni<WriteAnswer> create(byte[] sent, String path, IdempotencyKey key) {
        CreateBody body = new CreateBody(table, validator, GivenRows.NEW);
        body.parse(sent);
        return write("create", body, connection -> keptAnswers.once(connection, table.database(), key,
                same -> writeAndRead(same, body, path)));
    }

    /**
     * Adds rows, or merges them into those that are there.
     *
     * @param key null for a request without one
     * @param conditions on the row that is there; only for one row that is not in an array
     */
    public Uni<WriteAnswer> upsert(byte[] sent, IdempotencyKey key, Preconditions conditions) {
        UpsertBody body = new UpsertBody(table, validator);
        body.parse(sent);
        if (body.isArray()) {
            conditions.refuse("is for one row, and an array was sent");
        }
        return write("upsert", body, connection -> keptAnswers.once(connection, table.database(), key, same -> {
            if (conditions.any()) {
                conditions.check(rows.get(same, body.key(body.firstRow())));
            }
            return writeAndRead(same, body, table.path());
        }));
    }

    private WriteAnswer writeAndRead(Connection connection, RequestBody body, String path)
            throws SQLException, IOException {
        List<List<Object>> keys = store(connection, body);
        return body.isArray()
                ? new WriteAnswer(null, rows.getAll(connection, keys), false)
                : new WriteAnswer(path + "/" + RowKey.encode(keys.get(0)), rows.get(connection, keys.get(0)), false);
    }

    /**
     * What a replacement did.
     *
     * @param row as it is stored; null when there is no such row and the database gives the keys
     * @param created whether the row was not there before
     */
    public record Replaced(byte[] row, boolean created) {
    }

    /** Puts a whole row at a key, in place of the one that is there. */
    public Uni<Replaced> replace(List<Object> key, byte[] sent, Preconditions conditions) {
        ReplaceBody body = new ReplaceBody(table, validator, key);
        body.parse(sent);
        return write("replace", body, connection -> {
            byte[] before = rows.get(connection, key);
            if (before == null && table.generatesKey()) {
                return new Replaced(null, false);
            }
            conditions.check(before);
            store(connection, body);
            return new Replaced(rows.get(connection, key), before == null);
        });
    }

    /**
     * Gives some columns of a row new values.
     *
     * @return the row as it is stored; null when there is none
     */
    public Uni<byte[]> patch(List<Object> key, byte[] sent, Preconditions conditions) {
        PatchBody body = new PatchBody(table, validator, key);
        body.parse(sent);
        return write("update", body, connection -> {
            boolean found = allows(conditions, connection, key) && store(connection, body).get(0) != null;
            return found ? rows.get(connection, key) : null;
        });
    }

    /** Removes a row; the item says whether there was one. */
    public Uni<Boolean> delete(List<Object> key, Preconditions conditions) {
        return units.write(table.database(), named("delete", connection -> {
            try (RowWriter store = store(connection)) {
                return allows(conditions, connection, key) && store.delete(key);
            }
        }));
    }

    /**
     * Checks If-Match and If-None-Match against the stored row. In the unit of work that changes the row, so that no other write comes
     * between.
     *
     * @return false when there is no row
     * @throws ProblemException 412 when there is one and it must not be changed
     */
    private boolean allows(Preconditions conditions, Connection connection, List<Object> key)
            throws SQLException, IOException {
        if (!conditions.any()) {
            return true;
        }
        byte[] row = rows.get(connection, key);
        if (row != null) {
            conditions.check(row);
        }
        return row != null;
    }

    /** What a row must satisfy that an import adds. */
    public RowRule newRow(GivenRows given) {
        return new CreateBody(table, validator, given);
    }

    /** The rows of the table for one run of a unit of work; the caller closes it. */
    public RowWriter store(Connection connection) {
        return store(connection, GivenRows.NEW);
    }

    /** @param given what is taken of the rows that are added */
    public RowWriter store(Connection connection, GivenRows given) {
        return new RowWriter(table, listener, connection, given);
    }

    private List<List<Object>> store(Connection connection, RequestBody body) throws SQLException {
        try (RowWriter store = store(connection)) {
            return body.store(store);
        }
    }

    public TableDescription<?> table() {
        return table;
    }

    private <T> Uni<T> write(String verb, RequestBody body, UnitOfWork<T> work) {
        UnitOfWork<T> unit = body.rows() < BULK_ROWS ? named(verb, work) : UnitOfWork.bulk(label(verb), work);
        return units.write(table.database(), unit).onFailure(DatabaseException.class).transform(body::explain);
    }

    private <T> UnitOfWork<T> named(String verb, UnitOfWork<T> work) {
        return UnitOfWork.sql(label(verb), work);
    }

    private String label(String verb) {
        return verb + " " + table.name();
    }
}
