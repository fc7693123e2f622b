package org.dsa110.contimg.database.internal.sqlite;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * The connection on which a file is written: opened when there is none, given up when it is of no more use, and its log kept short.
 */
final class SqliteWriteConnection implements WriteConnection {
    private static final RepeatedLines LOG = RepeatedLines.of(SqliteWriteConnection.class);
    /** After the last write the log is copied into the file soon; later it is looked at less often, for what other programs write. */
    private static final Duration FIRST_IDLE = Duration.ofSeconds(1);
    private static final Duration LATER_IDLE = Duration.ofSeconds(5);
    /** While reads are held back for the log's sake, it is looked at this often, so that they go on as soon as it has begun anew. */
    private static final Duration HOLDING = Duration.ofMillis(2);

    private final SqliteStorage storage;
    private final LockSharing sharing;
    private final Checkpoints checkpoints;
    private final SchemaWatch schema;
    private final LockWait lock;
    /** Null while there is none. */
    private SqliteConnection connection;
    private boolean holdsLock;
    private long lockedNanos;
    /** A commit failed half-way: its pages may lie in the log, and a recovery after a crash could take them for committed. */
    private boolean commitInDoubt;
    /** The same, and all of its pages do: it failed as the disk did not confirm them. */
    private boolean commitUnconfirmed;
    private boolean wasIdle;
    private boolean undoesFromMemory;

    /** @param connection what it starts with */
    SqliteWriteConnection(SqliteStorage storage, LockSharing sharing, Checkpoints checkpoints,
            SqliteConnection connection, BooleanSupplier stopping) {
        this.storage = storage;
        this.sharing = sharing;
        this.checkpoints = checkpoints;
        this.schema = new SchemaWatch(storage.schema());
        this.connection = connection;
        this.lock = new LockWait(storage, sharing, stopping);
    }

    @Override
    public Connection jdbc() {
        return connection.jdbc();
    }

    @Override
    public void interrupt() {
        connection.interrupt();
    }

    @Override
    public boolean begin(long submittedNanos, BooleanSupplier cancelled) {
        sharing.giveTurn();
        if (!lock(submittedNanos, cancelled)) {
            return false;
        }
        try {
            // Under the lock, as a program that takes the file away in an orderly way holds the lock while it does.
            storage.verify();
        } catch (DatabaseException gone) {
            LOG.error(cause(gone), null, "A write to %s could not begin: %s", storage.location(), gone.getMessage());
            rollback();
            throw gone;
        }
        holdsLock = true;
        lockedNanos = System.nanoTime();
        return true;
    }

    @Override
    public void undoFromMemory(boolean inMemory) {
        undoesFromMemory = inMemory;
    }

    /** @return whether it holds the lock; false when the caller went away meanwhile */
    private boolean lock(long submittedNanos, BooleanSupplier cancelled) {
        try {
            open();
            // Not what makes an index of a large table anew.
            boolean inMemory = undoesFromMemory && !schema.isDue(connection);
            connection.keepTemporaryInMemory(inMemory);
            if (lock.take(connection, submittedNanos, cancelled)) {
                if (connection.othersCommitted()) {
                    sharing.othersCommitted();
                }
                // Asked each time, as the first question for commits of others has no answer. What was put back is committed by itself, as the
                // batch may yet be lost.
                boolean due = schema.isDue(connection);
                if (due && inMemory) {
                    connection.rollback();
                    return lock(submittedNanos, cancelled);
                }
                return !(due && schema.look(connection)) || lock(submittedNanos, cancelled);
            }
        } catch (DatabaseException e) {
            LOG.error(cause(e), trace(e), "A write to %s could not begin; the connection is opened anew: %s",
                    storage.location(), e.getMessage());
            discard();
            throw e;
        }
        if (cancelled.getAsBoolean()) {
            return false;
        }
        throw lock.refusal();
    }

    @Override
    public boolean mayGoOn() {
        return !sharing.exceeded(System.nanoTime() - lockedNanos);
    }

    @Override
    public void savepoint() {
        connection.savepoint();
    }

    @Override
    public void releaseSavepoint() {
        connection.releaseSavepoint();
    }

    @Override
    public void undoToSavepoint() {
        connection.undoToSavepoint();
    }

    @Override
    public void commit() {
        try {
            // If the file was taken away meanwhile, callers are told that their writes are lost, so nothing may be committed to it.
            storage.verify();
            commitDurably();
        } catch (Throwable lost) {
            letGo();
            throw lost;
        }
        try {
            letGo();
        } catch (Throwable fault) {
            // What is durable must not be told as lost.
            FaultLog.error(LOG, fault, "After a commit on %s the time of its lock could not be counted",
                    storage.location());
        }
    }

    private void commitDurably() {
        try {
            connection.commit();
            commitInDoubt = false;
            commitUnconfirmed = false;
        } catch (DatabaseException e) {
            commitInDoubt |= e.kind() == Kind.STORAGE || e.kind() == Kind.FULL;
            commitUnconfirmed |= SqliteErrors.isUnconfirmed(e);
            throw e;
        }
    }

    @Override
    public void confirmCommit() {
        storage.verify();
    }

    @Override
    public boolean committedByUnit() {
        return connection.loss() == SqliteConnection.Loss.COMMITTED;
    }

    @Override
    public void rollback() {
        letGo();
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (DatabaseException e) {
            LOG.error(cause(e), trace(e), "Rolling back on %s failed; the connection is opened anew: %s",
                    storage.location(), e.getMessage());
            discard();
        }
    }

    @Override
    public boolean confirmFailure() {
        if (!commitInDoubt) {
            return true;
        }
        try {
            open();
            commitInDoubt = !connection.overwriteFailedCommit();
            commitUnconfirmed &= commitInDoubt;
        } catch (DatabaseException e) {
            LOG.error(cause(e), null, "The failed commit on %s cannot be overwritten yet: %s", storage.location(),
                    e.getMessage());
            rollback();
        }
        return !commitUnconfirmed;
    }

    @Override
    public void discard() {
        letGo();
        SqliteConnection discarded = connection;
        connection = null;
        if (discarded != null) {
            try {
                discarded.close();
            } catch (DatabaseException e) {
                LOG.error(cause(e), trace(e), "Closing %s failed: %s", storage.location(), e.getMessage());
            }
        }
    }

    @Override
    public void afterBatch() {
        wasIdle = false;
        checkpoint(checkpoints::afterBatch);
    }

    @Override
    public void idle() {
        wasIdle = true;
        confirmFailure();
        watchSchema();
        checkpoint(checkpoints::idle);
    }

    /** For what other programs change while nobody writes here. */
    private void watchSchema() {
        try {
            if (schema.isFaulty()) {
                // Reads are refused until a look finds the file put right, and a write may never come.
                open();
            }
            if (connection != null && schema.isDue(connection)) {
                connection.keepTemporaryInMemory(false);
                if (connection.beginWrite() && !schema.look(connection)) {
                    connection.rollback();
                }
            }
        } catch (DatabaseException e) {
            LOG.error(cause(e), trace(e), "The schema of %s could not be looked at; the connection is opened anew: %s",
                    storage.location(), e.getMessage());
            discard();
        }
    }

    @Override
    public Duration patience() {
        if (checkpoints.holdsReads()) {
            return HOLDING;
        }
        // A file that is put right is looked at again soon, as nothing is answered until then.
        return wasIdle && !schema.isFaulty() ? LATER_IDLE : FIRST_IDLE;
    }

    @Override
    public void close() {
        checkpoint(checkpoints::close);
        discard();
    }

    private void checkpoint(Consumer<SqliteConnection> when) {
        if (connection != null) {
            when.accept(connection);
        }
    }

    private void open() {
        if (connection == null) {
            connection = storage.reopenWriter();
        }
    }

    private void letGo() {
        if (holdsLock) {
            holdsLock = false;
            sharing.held(System.nanoTime() - lockedNanos);
        }
    }

    private Object cause(DatabaseException failure) {
        return List.of(failure.kind(), storage.location());
    }

    /** Of a full disk a trace says nothing. */
    private static Throwable trace(DatabaseException failure) {
        return failure.kind() == Kind.FULL ? null : failure;
    }
}
