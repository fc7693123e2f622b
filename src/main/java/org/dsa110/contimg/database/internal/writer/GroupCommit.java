package org.dsa110.contimg.database.internal.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.Runner;
import org.dsa110.contimg.database.internal.unit.UnitMetrics.BatchOutcome;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * Runs writes in shared transactions: each unit of work within a savepoint of its own, one commit for all, as a commit waits for the
 * disk. Where the transaction itself is lost nothing of it counts, and each unit is run again in a transaction of its own, so that the
 * unit that lost it fails alone. A unit that does not share has a transaction without a savepoint. Belongs to the writer's thread.
 */
final class GroupCommit {
    private static final RepeatedLines LOG = RepeatedLines.of(GroupCommit.class);

    private final DatabaseContext context;
    private final Runner runner;
    private final WriteConnection connection;

    GroupCommit(DatabaseContext context, WriteConnection connection) {
        this.context = context;
        this.connection = connection;
        this.runner = context.runner();
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
            context.metrics().batch(BatchOutcome.NOT_BEGUN, 1, 0);
            return;
        }
        DatabaseException lost = runToCommit(batch, next);
        if (lost == null) {
            confirm(batch);
        } else {
            afterLoss(batch, lost);
        }
        if (batch.stream().anyMatch(GroupCommit::metDamage)) {
            // It keeps pages in memory: a damaged one would be used again after the file was repaired.
            connection.discard();
        }
    }

    /** @return false when it could not; the unit then has its failure, unless its caller went away */
    private boolean begin(PendingUnit<?> unit) {
        try {
            connection.undoFromMemory(unit.unshared());
            return connection.begin(unit.submittedNanos(), unit::cancelled);
        } catch (DatabaseException e) {
            unit.fail(e);
            return false;
        }
    }

    /** @return why the transaction, and so the whole batch, was lost; null when it is durable */
    private DatabaseException runToCommit(List<PendingUnit<?>> batch, Supplier<PendingUnit<?>> next) {
        long began = System.nanoTime();
        DatabaseException lost = null;
        try {
            boolean toCommit = true;
            if (batch.get(0).unshared()) {
                toCommit = runUnshared(batch.get(0));
            } else {
                runShared(batch, next);
            }
            if (toCommit) {
                connection.commit();
            }
            // From here on they are durable: whatever fails below, but for the look at the file, changes nobody's answer.
            batch.forEach(PendingUnit::settle);
        } catch (DatabaseException e) {
            lost = e;
        }
        long held = System.nanoTime() - began;
        context.metrics().batch(lost == null ? BatchOutcome.COMMITTED : BatchOutcome.LOST, batch.size(), held);
        return lost;
    }

    private void runShared(List<PendingUnit<?>> batch, Supplier<PendingUnit<?>> next) {
        runInSavepoint(batch.get(0));
        while (batch.size() < context.config().writer().batchSize() && connection.mayGoOn()) {
            PendingUnit<?> unit = next.get();
            if (unit == null) {
                break;
            }
            batch.add(unit);
            runInSavepoint(unit);
        }
    }

    /** @return whether there is something to commit; what failed has been rolled back */
    private boolean runUnshared(PendingUnit<?> unit) {
        if (unit.cancelled()) {
            return true;
        }
        try {
            runner.run(unit, connection);
            return true;
        } catch (Throwable failure) {
            unit.fail(failure);
            if (connection.committedByUnit()) {
                // The commit refuses then, and what follows tells what is so.
                return true;
            }
            connection.rollback();
            return false;
        }
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

    /** Looks at the file after a commit. Where it was taken away, nobody can know whether it is put back, with what was committed. */
    private void confirm(List<PendingUnit<?>> batch) {
        try {
            connection.confirmCommit();
        } catch (Throwable unseen) {
            DatabaseException unknown = new DatabaseException(Kind.UNKNOWN,
                    "the changes were committed, but whether the file is still the one that others see is not known: "
                            + unseen.getMessage(),
                    unseen);
            batch.forEach(unit -> failUnlessFailed(unit, unknown));
            FaultLog.error(LOG, unknown, "A batch of %d was committed to %s, and the file is gone", batch.size(),
                    context.location());
        }
    }

    private void afterLoss(List<PendingUnit<?>> batch, DatabaseException lost) {
        LOG.warn(List.of(lost.kind(), context.location()), null, "A batch of %d on %s was lost: %s", batch.size(),
                context.location(), lost.getMessage());
        boolean committed = connection.committedByUnit();
        connection.rollback();
        if (committed) {
            // The units before it are durable, so they succeeded; the last one ran the COMMIT, and is told that it failed.
            batch.get(batch.size() - 1).fail(lost);
            batch.forEach(PendingUnit::settle);
            confirm(batch);
        } else if (batch.size() == 1) {
            failUnlessFailed(batch.get(0), lost);
        } else {
            batch.forEach(PendingUnit::undo);
            batch.stream().filter(unit -> !exceededDeadline(unit) && !unit.cancelled()).forEach(this::runAlone);
        }
        if (!connection.confirmFailure()) {
            batch.stream().filter(GroupCommit::metDamage).forEach(GroupCommit::leaveInDoubt);
        }
        batch.forEach(PendingUnit::settle);
    }

    private void runAlone(PendingUnit<?> unit) {
        if (begin(unit)) {
            DatabaseException lost = runToCommit(new ArrayList<>(List.of(unit)), () -> null);
            if (lost == null) {
                confirm(List.of(unit));
            } else {
                failUnlessFailed(unit, lost);
                connection.rollback();
            }
        }
    }

    private static void failUnlessFailed(PendingUnit<?> unit, DatabaseException lost) {
        if (unit.failure() == null) {
            unit.fail(lost);
        }
    }

    private static void leaveInDoubt(PendingUnit<?> unit) {
        unit.fail(new DatabaseException(Kind.UNKNOWN,
                "the commit failed half-way and could not be overwritten, so a crash could still bring back what it changed: "
                        + unit.failure().getMessage(),
                unit.failure()));
    }

    private static boolean metDamage(PendingUnit<?> unit) {
        return unit.failure() instanceof DatabaseException own
                && (own.kind() == Kind.STORAGE || own.kind() == Kind.UNKNOWN);
    }

    private static boolean exceededDeadline(PendingUnit<?> unit) {
        return unit.failure() instanceof DatabaseException own && own.kind() == Kind.DEADLINE;
    }
}
