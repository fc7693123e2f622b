package org.dsa110.contimg.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitMetrics.BatchOutcome;
import org.jboss.logging.Logger;

/**
 * Runs writes in shared transactions: each unit of work within a savepoint of its own, one commit for all. Where the transaction itself is
 * lost nothing of it counts, and each unit is run again by itself, so that what made the loss fails only its own caller. Belongs to the
 * writer's thread.
 */
final class GroupCommit {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final long FIRST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOCK_WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a write may still wait for the lock when the service stops. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final DatabaseAccess access;
    private final LockSharing sharing;
    private final UnitRunner runner;
    private final BooleanSupplier closing;
    private EngineConnection connection;
    /** A commit failed half-way, so that its pages may lie in the log as if it had not. */
    private boolean commitInDoubt;
    private long closingNanos;

    /**
     * @param connection what it starts with
     * @param closing whether the service stops, so that nobody waits long for another program's lock any more
     */
    GroupCommit(DatabaseAccess access, LockSharing sharing, EngineConnection connection, BooleanSupplier closing) {
        this.access = access;
        this.sharing = sharing;
        this.connection = connection;
        this.closing = closing;
        this.runner = new UnitRunner(access);
    }

    /** The connection on which it writes, or null while there is none. */
    EngineConnection connection() {
        return connection;
    }

    /**
     * Runs a unit of work, and what else comes while the batch may go on, and settles all of them.
     *
     * @param batch has the first unit, and gets every other that is taken
     * @param next the next unit that waits, or null
     */
    void write(List<PendingUnit<?>> batch, Supplier<PendingUnit<?>> next) {
        PendingUnit<?> first = batch.get(0);
        if (!begin(first)) {
            access.metrics().batch(BatchOutcome.NOT_BEGUN, 1, 0);
            return;
        }
        DatabaseException lost = runToCommit(batch, next);
        if (lost == null) {
            settle(batch);
        } else {
            afterLoss(batch, lost);
        }
        if (batch.stream().anyMatch(GroupCommit::metDamage)) {
            // What it keeps in memory of a damaged page would outlive the page's repair.
            discardConnection();
        }
    }

    /** Nothing waits: a good time to mend what a failed commit left. */
    void idle() {
        overwriteFailedCommit();
    }

    /** The connection is of no more use; the next write opens another. */
    void discardConnection() {
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

    /** @return why the transaction, and so the whole batch, was lost; null when it is durable */
    private DatabaseException runToCommit(List<PendingUnit<?>> batch, Supplier<PendingUnit<?>> next) {
        long began = System.nanoTime();
        DatabaseException lost = null;
        try {
            if (connection.othersCommitted()) {
                sharing.othersCommitted();
            }
            runInSavepoint(batch.get(0));
            while (batch.size() < access.config().writer().batchSize()
                    && !sharing.exceeded(System.nanoTime() - began)) {
                PendingUnit<?> unit = next.get();
                if (unit == null) {
                    break;
                }
                batch.add(unit);
                runInSavepoint(unit);
            }
            // A file that was taken away meanwhile must not get what its callers are then told is lost.
            access.verify();
            commit();
        } catch (DatabaseException e) {
            lost = e;
        }
        long held = System.nanoTime() - began;
        sharing.held(held);
        access.metrics().batch(lost == null ? BatchOutcome.COMMITTED : BatchOutcome.LOST, batch.size(), held);
        return lost;
    }

    private void runInSavepoint(PendingUnit<?> unit) {
        if (unit.cancelled()) {
            return;
        }
        connection.savepoint();
        try {
            runner.run(unit, connection);
        } catch (Throwable failure) {
            unit.fail(failure);
            connection.undoToSavepoint();
            return;
        }
        connection.releaseSavepoint();
    }

    private void commit() {
        try {
            connection.commit();
            commitInDoubt = false;
        } catch (DatabaseException e) {
            commitInDoubt |= e.kind() == Kind.STORAGE || e.kind() == Kind.FULL;
            throw e;
        }
    }

    /** What was committed is certain only while the file is the one that others see. */
    private void settle(List<PendingUnit<?>> batch) {
        try {
            access.verify();
        } catch (DatabaseException gone) {
            LOG.errorf(gone, "A batch of %d was committed to a file that is gone", batch.size());
            batch.forEach(unit -> unit.fail(gone));
        }
        batch.forEach(PendingUnit::settle);
    }

    private void afterLoss(List<PendingUnit<?>> batch, DatabaseException lost) {
        LOG.warnf("A batch of %d on %s was lost: %s", batch.size(), access.location(), lost.getMessage());
        boolean committed = connection.loss() == EngineConnection.Loss.COMMITTED;
        rollback();
        if (committed) {
            // Those before are durable with it, so only the one that did it can be told that it failed.
            batch.get(batch.size() - 1).fail(lost);
        } else if (batch.size() == 1) {
            failUnlessFailed(batch.get(0), lost);
        } else {
            batch.stream().filter(unit -> !exceededDeadline(unit) && !unit.cancelled()).forEach(this::runAlone);
        }
        overwriteFailedCommit();
        batch.forEach(PendingUnit::settle);
    }

    private void runAlone(PendingUnit<?> unit) {
        sharing.giveTurn();
        if (begin(unit)) {
            DatabaseException lost = runToCommit(new ArrayList<>(List.of(unit)), () -> null);
            if (lost == null) {
                settle(List.of(unit));
            } else {
                failUnlessFailed(unit, lost);
                rollback();
            }
        }
    }

    /** Waits for other programs' lock as long as the unit's caller may still be kept waiting. */
    private boolean begin(PendingUnit<?> unit) {
        try {
            if (connection == null) {
                access.verify();
                connection = access.engine().openWriter(access.location());
            }
            return waitForLock(unit) && isStillThere(unit);
        } catch (DatabaseException e) {
            LOG.errorf(e, "A write to %s could not begin; the connection is opened anew", access.location());
            unit.fail(e);
            discardConnection();
            return false;
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

    private void rollback() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (DatabaseException e) {
            LOG.errorf(e, "Rolling back on %s failed; the connection is opened anew", access.location());
            discardConnection();
        }
    }

    /** Before those are answered whose commit failed: a crash must not bring back what they are told is not there. */
    private void overwriteFailedCommit() {
        if (!commitInDoubt) {
            return;
        }
        try {
            if (connection == null) {
                access.verify();
                connection = access.engine().openWriter(access.location());
            }
            commitInDoubt = !connection.overwriteFailedCommit();
        } catch (DatabaseException e) {
            LOG.errorf("The failed commit on %s cannot be overwritten yet: %s", access.location(), e.getMessage());
            rollback();
        }
    }

    private static void failUnlessFailed(PendingUnit<?> unit, DatabaseException lost) {
        if (unit.failure() == null) {
            unit.fail(lost);
        }
    }

    private static boolean metDamage(PendingUnit<?> unit) {
        return unit.failure() instanceof DatabaseException own && own.kind() == Kind.STORAGE;
    }

    private static boolean exceededDeadline(PendingUnit<?> unit) {
        return unit.failure() instanceof DatabaseException own && own.kind() == Kind.DEADLINE;
    }
}
