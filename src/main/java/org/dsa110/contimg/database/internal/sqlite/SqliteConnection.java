package org.dsa110.contimg.database.internal.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.core.DB;

/**
 * One connection to a database and the control of its transaction, by plain statements that go round JDBC: as far as JDBC knows the
 * connection is in autocommit, so neither Hibernate nor JTA nor the driver ends a transaction that is ours.
 *
 * <p>SQLite itself may end it within a unit's statement: a full disk, an interrupted write, {@code OR ROLLBACK}, a trigger; or the
 * unit's own SQL does. What the unit did after that would be durable at once and by itself, so from that moment every statement of the
 * unit is made to fail.
 */
final class SqliteConnection implements ReadConnection, SQLiteCommitListener {
    /** How the transaction ended when neither we nor the caller of {@link #commit} or {@link #rollback} ended it. */
    enum Loss {
        /** It goes on. */
        NONE,
        /** SQLite has undone all of it. */
        ROLLED_BACK,
        /** A unit's own SQL has committed it: what was done before is durable. */
        COMMITTED
    }

    /** How far the log is to be copied into the database. */
    enum CheckpointMode {
        /** Not at all: only look. */
        LOOK,
        /** As far as can be done without waiting for anybody. */
        PASSIVE,
        /** All of it, and so that the next write begins the log anew. Waits for readers, and keeps other writers out meanwhile. */
        RESTART,
        /** The same, and the log becomes empty at once. */
        TRUNCATE
    }

    /**
     * The state of the write-ahead log.
     *
     * @param busy whether somebody kept what was asked for from being done in full
     * @param frames how many pages it holds
     * @param pending how many of them are not in the database yet
     * @param pageSize in bytes
     */
    record Log(boolean busy, long frames, long pending, long pageSize) {
        long bytes() {
            return frames * pageSize;
        }

        long pendingBytes() {
            return pending * pageSize;
        }
    }

    private final GuardedConnection connection;
    private final DB db;
    /** A name that no unit can guess: if a unit released it, or set another of the same name, the unit could not be undone. */
    private final String savepoint = "unit_" + UUID.randomUUID().toString().replace('-', '_');
    private boolean controlling;
    private boolean temporaryInMemory;
    private Loss loss = Loss.NONE;
    private long dataVersion;
    private long pageSize;

    SqliteConnection(GuardedConnection connection) {
        this.connection = connection;
        this.db = connection.getDatabase();
        connection.addCommitListener(this);
    }

    @Override
    public Connection jdbc() {
        return connection;
    }

    @Override
    public void beginRead() {
        control("begin");
        connection.cache().beginLater();
    }

    /** Where the transactions that begin later keep the copies of pages that a savepoint or a statement changes, and what they sort; outside one. */
    void keepTemporaryInMemory(boolean inMemory) {
        if (inMemory != temporaryInMemory) {
            control("pragma temp_store = " + (inMemory ? "memory" : "default"));
            temporaryInMemory = inMemory;
        }
    }

    /** Starts a transaction that holds the write lock, or says false at once when another program holds that. */
    boolean beginWrite() {
        try {
            // We wait ourselves: SQLite would sleep up to 100 ms at a time, and could not tell us that it waits.
            db.busy_timeout(0);
            execute("begin immediate");
            connection.cache().begin(schemaVersion());
            return true;
        } catch (SQLException e) {
            if (SqliteErrors.isBusy(e)) {
                return false;
            }
            throw failure("begin immediate", e);
        }
    }

    /** Whether another program has committed since this was last asked; within a transaction. */
    boolean othersCommitted() {
        // Changes only by commits of other connections.
        long before = dataVersion;
        dataVersion = read("data_version")[0];
        return before != 0 && before != dataVersion;
    }

    /** A number that every change of the schema changes, whoever makes it. */
    long schemaVersion() {
        return read("schema_version")[0];
    }

    /** Marks the point in a write transaction to which {@link #undoToSavepoint} returns. */
    void savepoint() {
        control("savepoint " + savepoint);
    }

    /** Keeps what was done since the savepoint. */
    void releaseSavepoint() {
        control("release " + savepoint);
    }

    /** Undoes what was done since the savepoint and forgets the savepoint. */
    void undoToSavepoint() {
        control("rollback to " + savepoint);
        control("release " + savepoint);
    }

    /** Ends the transaction; what it wrote is durable when this returns. */
    void commit() {
        control("commit");
    }

    /** Ends the transaction, if one is left, and undoes what it wrote. */
    @Override
    public void rollback() {
        try {
            if (loss != Loss.NONE) {
                loss = Loss.NONE;
                ProgressHandler.clearHandler(connection);
            }
            execute("rollback");
        } catch (SQLException e) {
            // SQLite has no error code of its own for a rollback without a transaction, which is what was wanted.
            if (e.getMessage() == null || !e.getMessage().contains("no transaction is active")) {
                throw failure("rollback", e);
            }
        }
    }

    /**
     * Commits a change that changes nothing, over what a commit that failed may have left in the log: a recovery after a crash could take
     * that for committed.
     *
     * @return false when another program holds the write lock
     */
    boolean overwriteFailedCommit() {
        if (!beginWrite()) {
            return false;
        }
        long version = read("user_version")[0];
        // SQLite writes the page although the value stays the same. The checksum of each frame in the log depends on the frame before, so
        // that a recovery stops behind this one, and ignores what the failed commit left there.
        control("pragma user_version = " + version);
        control("commit");
        return true;
    }

    /**
     * Copies the log into the database; outside a transaction.
     *
     * @param patience how long to wait for readers, where the mode waits
     * @return the log as it is then
     */
    Log checkpoint(CheckpointMode mode, Duration patience) {
        try {
            db.busy_timeout(Math.toIntExact(patience.toMillis()));
        } catch (SQLException e) {
            throw failure("busy_timeout", e);
        }
        long[] result = read("wal_checkpoint(" + (mode == CheckpointMode.LOOK ? "noop" : mode.name()) + ")", 3);
        // Both are -1 where there is no log.
        long frames = Math.max(0, result[1]);
        long copied = Math.max(0, result[2]);
        return new Log(result[0] != 0, frames, Math.max(0, frames - copied), pageSize());
    }

    /** Whether a unit lost the transaction. While it is lost every statement and every control of it fails, but {@link #rollback}. */
    Loss loss() {
        return loss;
    }

    @Override
    public void interrupt() {
        try {
            db.interrupt();
        } catch (SQLException e) {
            throw failure("interrupt", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.closeForGood();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }

    /** SQLite tells that a transaction is about to be committed, which may yet fail. */
    @Override
    public void onCommit() {
        lose(Loss.COMMITTED);
    }

    /** SQLite tells that a transaction was rolled back; after {@link #onCommit}, that the commit has failed. */
    @Override
    public void onRollback() {
        if (!controlling && loss == Loss.COMMITTED) {
            loss = Loss.ROLLED_BACK;
        }
        lose(Loss.ROLLED_BACK);
    }

    private void lose(Loss how) {
        if (controlling || loss != Loss.NONE) {
            return;
        }
        loss = how;
        try {
            ProgressHandler.setHandler(connection, 1, new ProgressHandler() {
                @Override
                protected int progress() {
                    return 1;
                }
            });
        } catch (SQLException e) {
            throw failure("stopping a unit that lost its transaction", e);
        }
    }

    private long pageSize() {
        if (pageSize == 0) {
            pageSize = read("page_size")[0];
        }
        return pageSize;
    }

    private long[] read(String pragma) {
        return read(pragma, 1);
    }

    private long[] read(String pragma, int columns) {
        try {
            return connection.readPragma(pragma, columns);
        } catch (SQLException e) {
            throw failure("pragma " + pragma, e);
        }
    }

    private void control(String statement) {
        if (loss != Loss.NONE) {
            throw loss == Loss.COMMITTED
                    ? new DatabaseException(DatabaseException.Kind.UNKNOWN,
                            "a unit of work committed the transaction, which is not its own to end; what it wrote before is in the file",
                            null)
                    : new DatabaseException(DatabaseException.Kind.STATEMENT,
                            "a unit of work went on after an error that had undone its transaction", null);
        }
        try {
            execute(statement);
        } catch (SQLException e) {
            throw failure(statement, e);
        }
    }

    private void execute(String statement) throws SQLException {
        connection.closeStatements();
        controlling = true;
        try {
            connection.control(statement);
        } finally {
            controlling = false;
        }
    }

    private static DatabaseException failure(String statement, SQLException e) {
        return SqliteErrors.explain(statement + " failed", e, false);
    }
}
