package org.dsa110.contimg.database.internal.writer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.database.internal.readers.SnapshotReader;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitQueue;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * The one thread on which all writes to a file run, in the order they came; to a database in memory the reads too. Callers are answered
 * after the commit, so that nobody hears of a write that could still be lost. Thread-safe.
 */
public final class Writer implements Runnable {
    private static final RepeatedLines LOG = RepeatedLines.of(Writer.class);

    private final DatabaseContext context;
    private final RunningReads reads;
    private final UnitQueue queue;
    private final Thread thread;
    private WriteConnection connection;
    private GroupCommit commits;
    private SnapshotReader reader;
    private volatile boolean stopping;
    private volatile long progressNanos = System.nanoTime();

    /** @param reads those that run beside the writes */
    public Writer(DatabaseContext context, RunningReads reads) {
        this.context = context;
        this.reads = reads;
        this.queue = new UnitQueue("the writer of " + context.location().name(),
                context.config().writer().queueLength());
        this.thread = new Thread(this, "writer " + context.location().name());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    public void start() {
        connection = context.storage().openWriter(reads, () -> stopping);
        thread.start();
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    public void submit(PendingUnit<?> unit) {
        queue.add(unit);
    }

    /** How many units wait. */
    public int queued() {
        return queue.size();
    }

    /** For how long work has been waiting without any progress; zero when none waits. */
    public Duration stalledFor() {
        Long oldest = queue.oldestNanos();
        if (oldest == null) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(0, Math.min(now - oldest, now - progressNanos)));
    }

    /** From now on no unit waits long for another program's lock. */
    public void stopWaiting() {
        stopping = true;
    }

    /** Takes no more units. */
    public void stopTaking() {
        stopping = true;
        queue.close();
    }

    /** Finishes the units that wait, and closes the file. */
    public void close() throws InterruptedException {
        stopTaking();
        thread.join();
    }

    @Override
    public void run() {
        commits = new GroupCommit(context, connection);
        reader = new SnapshotReader(context, null);
        while (!queue.drained()) {
            PendingUnit<?> first = queue.take(connection.patience());
            try {
                if (first == null) {
                    connection.idle();
                } else {
                    work(first);
                    connection.afterBatch();
                }
            } catch (Throwable fault) {
                FaultLog.error(LOG, fault, "The writer of %s failed between two batches", context.location());
            }
            progressNanos = System.nanoTime();
        }
        reader.close();
        connection.close();
    }

    private void work(PendingUnit<?> first) {
        List<PendingUnit<?>> batch = new ArrayList<>(List.of(first));
        try {
            if (first.reading()) {
                reader.run(first);
            } else {
                commits.write(batch, queue::pollShared);
            }
        } catch (Throwable fault) {
            FaultLog.error(LOG, fault,
                    "The writer of %s failed; the units of work of the batch get this failure and the connection is opened anew",
                    context.location());
            batch.stream().filter(unit -> !unit.settled()).forEach(unit -> unit.fail(fault));
            connection.discard();
            reader.close();
        } finally {
            context.end(batch);
        }
    }
}
