package org.dsa110.contimg.rest.internal.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Remembers, in the database and the transaction of the rows themselves, what was answered to creates and upserts that had an Idempotency-Key, so
 * that the same request sent again gets the same answer and does nothing. A request that failed is not remembered. Thread-safe.
 */
public final class KeptAnswers {
    private static final Duration KEPT = Duration.ofHours(24);
    /** How many expired keys a write removes: few, so that none pays for many; more than the one it adds, so that they become fewer. */
    private static final int FORGOTTEN_AT_ONCE = 10;

    private final Clock clock;

    public KeptAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * Runs the work, or gives the answer that an earlier request with this key got; inside a unit of work.
     *
     * @param key null for a request without one, whose work is always run
     * @throws ProblemException 422 when another request had this key
     */
    public WriteAnswer once(Connection connection, Database database, IdempotencyKey key, UnitOfWork<WriteAnswer> work)
            throws Exception {
        if (key == null) {
            return work.run(connection);
        }
        double now = clock.millis() / 1000.0;
        double oldest = now - KEPT.toSeconds();
        WriteAnswer before = find(connection, database, key, oldest);
        if (before != null) {
            return before;
        }
        WriteAnswer stored = work.run(connection);
        forget(connection, database, key, oldest);
        remember(connection, database, key, now, stored);
        return stored;
    }

    private static WriteAnswer find(Connection connection, Database database, IdempotencyKey key, double oldest)
            throws SQLException, IOException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT path, body_sha256, location, answer FROM idempotency_keys"
                        + " WHERE database_name = ? AND idempotency_key = ? AND created_at > ?",
                database.unitName(), key.key(), oldest); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            if (!(key.path().equals(row.getString(1)) && Arrays.equals(key.body(), row.getBytes(2)))) {
                throw new ProblemException(ProblemException.UNPROCESSABLE_CONTENT,
                        "this Idempotency-Key was used for another request; a request with other content needs another key",
                        List.of());
            }
            return new WriteAnswer(row.getString(3), inflate(row.getBytes(4)), true);
        }
    }

    private static void forget(Connection connection, Database database, IdempotencyKey key, double oldest)
            throws SQLException {
        String table = "DELETE FROM idempotency_keys WHERE ";
        execute(connection, table + "database_name = ? AND idempotency_key = ?", database.unitName(), key.key());
        execute(connection, table + "(database_name, idempotency_key) IN (SELECT database_name, idempotency_key"
                + " FROM idempotency_keys WHERE created_at <= ? ORDER BY created_at LIMIT " + FORGOTTEN_AT_ONCE + ")",
                oldest);
    }

    private static void remember(Connection connection, Database database, IdempotencyKey key, double now,
            WriteAnswer stored) throws SQLException, IOException {
        execute(connection,
                "INSERT INTO idempotency_keys (database_name, idempotency_key, path, body_sha256, created_at, location, answer)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                database.unitName(), key.key(), key.path(), key.body(), now, stored.path(),
                deflate(stored.json()));
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, sql, values)) {
            statement.executeUpdate();
        }
    }

    /** Compresses an answer: the rows of an array repeat their columns' names. */
    private static byte[] deflate(byte[] json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4 + 64);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(json);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] inflate(byte[] bytes) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
