package org.dsa110.contimg.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logging.Logger;

/**
 * The one thread on which all writes to a file run, in the order they came. What waits shares one transaction and one commit (group
 * commit), each unit of work within a savepoint of its own; callers are answered after the commit, so that nobody hears of a write
 * that could still be lost. {@link #submit}, {@link #queued} and {@link #stalledFor} are thread-safe.
 */
final class Writer implements Runnable {
    private static final Logger LOG = Logger.getLogger(Writer.class);

    private final Path file;
    private final Engine engine;
    private final DatabaseConfig config;
    private final DeadlineWatch watch;
    private final UnitMetrics metrics;
    private final UnitQueue queue;
    private final Thread thread;
    private EngineConnection connection;
    private UnitRunner runner;
    private long workedNanos;
    private long freeSinceNanos = System.nanoTime();
    private volatile long progressNanos = System.nanoTime();

    Writer(Path file, Engine engine, DatabaseConfig config, DeadlineWatch watch, UnitMetrics metrics) {
        this.file = file;
        this.engine = engine;
        this.config = config;
        this.watch = watch;
        this.metrics = metrics;
        this.queue = new UnitQueue("the writer of " + file.getFileName(), config.writer().queueLength());
        this.thread = new Thread(this, "writer " + file.getFileName());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    void start() {
        connection = engine.openWriter(file);
        thread.start();
    }

    void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many units wait. */
    int queued() {
        return queue.size();
    }

    /** For how long work has been waiting without any progress; zero when none waits. */
    Duration stalledFor() {
        Long oldest = queue.oldestNanos();
        if (oldest == null) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(0, Math.min(now - oldest, now - progressNanos)));
    }

    /** Takes no more units, finishes those that wait, and closes the file. */
    void close() throws InterruptedException {
        queue.close();
        thread.join();
    }

    @Override
    public void run() {
        runner = new UnitRunner(engine, config.deadline(), watch);
        for (PendingUnit<?> first = queue.take(); first != null; first = queue.take()) {
            letOthersWrite();
            long started = System.nanoTime();
            List<PendingUnit<?>> batch = new ArrayList<>();
            try {
                write(first, batch);
            } catch (RuntimeException | Error e) {
                LOG.errorf(e,
                        "The writer of %s failed; the units of work of the batch get this failure and the connection is opened anew",
                        file);
                discardConnection();
                batch.stream().filter(unit -> !unit.settled()).forEach(unit -> unit.fail(e));
            }
            freeSinceNanos = System.nanoTime();
            workedNanos += freeSinceNanos - started;
            progressNanos = freeSinceNanos;
            metrics.batch(batch, freeSinceNanos - started);
            batch.forEach(PendingUnit::answer);
        }
        discardConnection();
    }

    /** Other programs' busy handlers only look now and then: after some work on end the lock must stay free long enough to be seen. */
    private void letOthersWrite() {
        long pause = config.writer().pause().toNanos();
        if (System.nanoTime() - freeSinceNanos < pause && workedNanos >= config.writer().hold().toNanos()) {
            long until = freeSinceNanos + pause;
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        if (System.nanoTime() - freeSinceNanos >= pause) {
            workedNanos = 0;
        }
    }

    /** @param batch gets every unit that must be answered */
    private void write(PendingUnit<?> first, List<PendingUnit<?>> batch) {
        batch.add(first);
        if (!begin(first)) {
            return;
        }
        long started = System.nanoTime();
        try {
            runInSavepoint(first);
            while (batch.size() < config.writer().batchSize()
                    && workedNanos + System.nanoTime() - started < config.writer().hold().toNanos()) {
                PendingUnit<?> next = queue.poll();
                if (next == null) {
                    break;
                }
                batch.add(next);
                runInSavepoint(next);
            }
            connection.commit();
        } catch (DatabaseException lost) {
            afterLoss(batch, lost);
        }
    }

    /** @throws DatabaseException when the transaction, and so the whole batch, is lost */
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

    /** Nothing of the batch counts: each unit is run again by itself, so that what made the loss fails only its own caller. */
    private void afterLoss(List<PendingUnit<?>> batch, DatabaseException lost) {
        LOG.warnf("A batch of %d on %s was lost: %s", batch.size(), file, lost.getMessage());
        metrics.batchLost();
        boolean committed = connection.loss() == EngineConnection.Loss.COMMITTED;
        rollback();
        PendingUnit<?> last = batch.get(batch.size() - 1);
        if (committed) {
            // Those before are durable with it, so only the one that did it can be told that it failed.
            last.fail(lost);
            return;
        }
        for (PendingUnit<?> unit : batch) {
            boolean exceededDeadline = unit.failure() instanceof DatabaseException own
                    && own.kind() == DatabaseException.Kind.DEADLINE;
            if (batch.size() > 1 && !exceededDeadline) {
                runAlone(unit);
            } else if (unit.failure() == null) {
                unit.fail(lost);
            }
            unit.settle();
        }
    }

    private void runAlone(PendingUnit<?> unit) {
        if (!begin(unit)) {
            return;
        }
        try {
            runInSavepoint(unit);
            connection.commit();
        } catch (DatabaseException lost) {
            if (unit.failure() == null) {
                unit.fail(lost);
            }
            rollback();
        }
    }

    /** Waits for other programs' lock as long as the unit's caller may still be kept waiting. */
    private boolean begin(PendingUnit<?> unit) {
        try {
            if (connection == null) {
                connection = engine.openWriter(file);
            }
            long waited = System.nanoTime() - unit.submittedNanos();
            if (connection.beginWrite(config.lockTimeout().minusNanos(waited))) {
                return true;
            }
            unit.fail(new DatabaseException(DatabaseException.Kind.BUSY,
                    "another program held the write lock of " + file.getFileName()
                            + " for longer than " + config.lockTimeout().toMillis() + " ms; try again",
                    null));
        } catch (DatabaseException e) {
            discardConnection();
            unit.fail(e);
        }
        return false;
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (DatabaseException e) {
            LOG.errorf(e, "Rolling back on %s failed; the connection is opened anew", file);
            discardConnection();
        }
    }

    private void discardConnection() {
        if (connection != null) {
            try {
                connection.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing %s failed", file);
            }
            connection = null;
        }
    }
}
