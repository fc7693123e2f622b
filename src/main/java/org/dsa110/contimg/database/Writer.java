package org.dsa110.contimg.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

/**
 * The one thread on which all writes to a file run, in the order they came; to a database in memory the reads too. Callers are answered
 * after the commit, so that nobody hears of a write that could still be lost. {@link #submit}, {@link #queued} and {@link #stalledFor} are thread-safe.
 */
final class Writer implements Runnable {
    private static final Logger LOG = Logger.getLogger(Writer.class);
    /** After the last write the log is copied into the file soon; then it is looked at now and then, as other programs write too. */
    private static final Duration FIRST_IDLE = Duration.ofSeconds(1);
    private static final Duration LATER_IDLE = Duration.ofSeconds(5);
    /** Reads that are held back go on when those that run have ended and the log has begun anew, whether anybody writes or not. */
    private static final Duration HOLDING = Duration.ofMillis(2);

    private final DatabaseAccess access;
    private final UnitQueue queue;
    private final LockSharing sharing;
    private final Checkpoints checkpoints;
    private final Thread thread;
    private EngineConnection opened;
    private WriterConnection connection;
    private GroupCommit commits;
    private Reader reader;
    private volatile boolean stopping;
    private volatile long progressNanos = System.nanoTime();

    Writer(DatabaseAccess access, Checkpoints checkpoints) {
        this.access = access;
        this.checkpoints = checkpoints;
        this.queue = new UnitQueue("the writer of " + access.location().name(),
                access.config().writer().queueLength());
        this.sharing = new LockSharing(access.config().writer(), access.metrics());
        this.thread = new Thread(this, "writer " + access.location().name());
    }

    /** @throws DatabaseException if the file cannot be opened as it must be */
    void start() {
        opened = access.engine().openWriter(access.location());
        thread.start();
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
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

    /** From now on no unit waits long for another program's lock. */
    void stopWaiting() {
        stopping = true;
    }

    /** Takes no more units. */
    void stopTaking() {
        stopping = true;
        queue.close();
    }

    /** Finishes the units that wait, and closes the file. */
    void close() throws InterruptedException {
        stopTaking();
        thread.join();
    }

    @Override
    public void run() {
        connection = new WriterConnection(access, sharing, opened, () -> stopping);
        commits = new GroupCommit(access, sharing, connection);
        reader = new Reader(access, null);
        Duration idle = FIRST_IDLE;
        while (!queue.drained()) {
            PendingUnit<?> first = queue.take(idle);
            idle = first == null ? LATER_IDLE : FIRST_IDLE;
            try {
                if (first == null) {
                    // A good time to mend what a failed commit left.
                    connection.overwriteFailedCommit();
                    checkpoint(checkpoints::idle);
                } else {
                    work(first);
                    checkpoint(checkpoints::afterBatch);
                }
            } catch (Throwable fault) {
                LOG.errorf(fault, "The writer of %s failed between two batches", access.location());
            }
            if (checkpoints.holdsReads()) {
                idle = HOLDING;
            }
            progressNanos = System.nanoTime();
        }
        reader.close();
        checkpoint(checkpoints::close);
        connection.discard();
    }

    private void work(PendingUnit<?> first) {
        List<PendingUnit<?>> batch = new ArrayList<>(List.of(first));
        try {
            if (first.reading()) {
                reader.run(first);
            } else {
                sharing.giveTurn();
                commits.write(batch, queue::pollWrite);
            }
        } catch (Throwable fault) {
            LOG.errorf(fault,
                    "The writer of %s failed; the units of work of the batch get this failure and the connection is opened anew",
                    access.location());
            batch.stream().filter(unit -> !unit.settled()).forEach(unit -> unit.fail(fault));
            connection.discard();
            reader.close();
        } finally {
            batch.forEach(access::end);
        }
    }

    private void checkpoint(Consumer<EngineConnection> when) {
        EngineConnection current = connection.current();
        if (current != null) {
            when.accept(current);
        }
    }
}
