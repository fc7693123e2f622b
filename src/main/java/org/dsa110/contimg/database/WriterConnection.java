package org.dsa110.contimg.database;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException.Kind;
import org.jboss.logging.Logger;

/**
 * The connection on which a writer writes: opened when there is none, given up when it is of no more use, and its write lock waited for
 * while other programs hold it. Belongs to the writer's thread.
 */
final class WriterConnection {
    private static final Logger LOG = Logger.getLogger(WriterConnection.class);
    private static final long FIRST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOCK_WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a write may still wait for the lock when the service stops. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final DatabaseAccess access;
    private final LockSharing sharing;
    private final BooleanSupplier closing;
    private EngineConnection connection;
    /** A commit failed half-way, so that its pages may lie in the log as if it had not. */
    private boolean commitInDoubt;
    private long closingNanos;

    /**
     * @param connection what it starts with
     * @param closing whether the service stops, so that nobody waits long for another program's lock any more
     */
    WriterConnection(DatabaseAccess access, LockSharing sharing, EngineConnection connection, BooleanSupplier closing) {
        this.access = access;
        this.sharing = sharing;
        this.connection = connection;
        this.closing = closing;
    }

    /** Null while there is none. */
    EngineConnection current() {
        return connection;
    }

    /**
     * Begins a transaction, and waits for other programs' lock as long as the unit's caller may still be kept waiting.
     *
     * @return false when it could not; the unit then has its failure, unless its caller went away
     */
    boolean begin(PendingUnit<?> unit) {
        try {
            open();
            return waitForLock(unit) && isStillThere(unit);
        } catch (DatabaseException e) {
            LOG.errorf(e, "A write to %s could not begin; the connection is opened anew", access.location());
            unit.fail(e);
            discard();
            return false;
        }
    }

    /** @throws DatabaseException when it is not durable; {@link #overwriteFailedCommit} is due before anybody is told so */
    void commit() {
        try {
            connection.commit();
            commitInDoubt = false;
        } catch (DatabaseException e) {
            commitInDoubt |= e.kind() == Kind.STORAGE || e.kind() == Kind.FULL;
            throw e;
        }
    }

    /** Undoes what the transaction did, if there is one. */
    void rollback() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (DatabaseException e) {
            LOG.errorf(e, "Rolling back on %s failed; the connection is opened anew", access.location());
            discard();
        }
    }

    /** Before those are answered whose commit failed: a crash must not bring back what they are told is not there. */
    void overwriteFailedCommit() {
        if (!commitInDoubt) {
            return;
        }
        try {
            open();
            commitInDoubt = !connection.overwriteFailedCommit();
        } catch (DatabaseException e) {
            LOG.errorf("The failed commit on %s cannot be overwritten yet: %s", access.location(), e.getMessage());
            rollback();
        }
    }

    /** It is of no more use; the next write opens another. */
    void discard() {
        EngineConnection discarded = connection;
        connection = null;
        if (discarded != null) {
            try {
                discarded.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing %s failed", access.location());
            }
        }
    }

    private void open() {
        if (connection == null) {
            access.verify();
            connection = access.engine().openWriter(access.location());
        }
    }

    private boolean waitForLock(PendingUnit<?> unit) {
        long nap = FIRST_NAP_NANOS;
        long started = System.nanoTime();
        boolean warned = false;
        while (!connection.beginWrite()) {
            access.metrics().lockRetry();
            sharing.others();
            long left = patience(unit);
            if (unit.cancelled()) {
                return false;
            }
            if (left <= 0) {
                unit.fail(busy());
                return false;
            }
            if (!warned && System.nanoTime() - started >= LOCK_WARNING_NANOS) {
                LOG.warnf("Another program holds the write lock of %s; writes wait for it", access.location());
                warned = true;
            }
            // With the flag set it would not sleep at all.
            Thread.interrupted();
            LockSupport.parkNanos(Math.min(left, nap));
            nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
        }
        return true;
    }

    /** Looked at under the lock: who takes a file away takes its lock first, if he can. */
    private boolean isStillThere(PendingUnit<?> unit) {
        try {
            access.verify();
            return true;
        } catch (DatabaseException gone) {
            LOG.errorf("A write to %s could not begin: %s", access.location(), gone.getMessage());
            unit.fail(gone);
            rollback();
            return false;
        }
    }

    private long patience(PendingUnit<?> unit) {
        long now = System.nanoTime();
        long left = unit.submittedNanos() + access.config().lockTimeout().toNanos() - now;
        if (!closing.getAsBoolean()) {
            return left;
        }
        if (closingNanos == 0) {
            closingNanos = now;
        }
        return Math.min(left, closingNanos + CLOSING_NANOS - now);
    }

    private DatabaseException busy() {
        String why = closing.getAsBoolean()
                ? " while the service stops"
                : ", and the write waited for longer than " + access.config().lockTimeout().toMillis() + " ms";
        return new DatabaseException(Kind.BUSY,
                "another program held the write lock of " + access.location().name() + why + "; try again", null);
    }
}
