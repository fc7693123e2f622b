package org.dsa110.contimg.database.internal.sqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.engine.RunningReads.RunningRead;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.CheckpointMode;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.Log;
import org.jboss.logging.Logger;

/**
 * Keeps a write-ahead log short: it is copied into its file in idle time and whenever enough is in it, begun anew when it is long, and
 * emptied at the end. A reader that stays in an old snapshot can hold all of that up, and is told of. Belongs to the writer's thread,
 * but for {@link #pending}.
 */
final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    /** Reads on end leave few moments in which the log can be begun anew; a try keeps other writers out as long as its patience. */
    private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration RESTART_PATIENCE = Duration.ofMillis(20);
    /** How long reads are held back at the most, for a log that is twice as long as it may be; how long they are not in between. */
    private static final Duration GATE = Duration.ofMillis(200);
    private static final Duration LONG_GATE = Duration.ofSeconds(2);
    private static final long GATE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The same after it was in vain: a read of another program began just then, or a long one of ours holds the log. */
    private static final long GATE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER_LOOKED = -1;
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(1);

    private final Location location;
    private final RunningReads reads;
    private final SqliteOptions.LogOptions options;
    private final SqliteMetrics metrics;
    private final LongSupplier nanoTime;
    private long restartedNanos;
    private long gateAgainNanos;
    /** What ran for longest when reads were last held back. */
    private RunningRead heldFor;
    private long copied = NEVER_LOOKED;
    private long copiedNanos;
    private long warnedNanos;
    private volatile long pending;

    /**
     * @param reads those that may hold the log
     * @param nanoTime the clock, on the scale of {@link System#nanoTime}
     */
    Checkpoints(Location location, RunningReads reads, SqliteOptions.LogOptions options, SqliteMetrics metrics,
            LongSupplier nanoTime) {
        this.location = location;
        this.reads = reads;
        this.options = options;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.gateAgainNanos = nanoTime.getAsLong();
        this.restartedNanos = gateAgainNanos - RESTART_NANOS;
        this.warnedNanos = gateAgainNanos - WARN_NANOS;
    }

    /** How many pages were not in the file yet when the log was last looked at. Any thread may ask. */
    long pending() {
        return pending;
    }

    /** Whether reads wait for what is done here next. */
    boolean holdsReads() {
        return reads.heldBack();
    }

    /** Between two batches. */
    void afterBatch(SqliteConnection connection) {
        attempt(connection, options.checkpointSize().asLongValue());
    }

    /** When nothing waits. */
    void idle(SqliteConnection connection) {
        attempt(connection, 1);
    }

    /** Last of all; empties the log. Other programs may have it open still. */
    void close(SqliteConnection connection) {
        try {
            connection.checkpoint(CheckpointMode.TRUNCATE, CLOSING_PATIENCE);
        } catch (DatabaseException e) {
            LOG.warnf("The write-ahead log of %s could not be emptied: %s", location, e.getMessage());
        }
    }

    private void attempt(SqliteConnection connection, long enough) {
        try {
            Log log = connection.checkpoint(CheckpointMode.LOOK, Duration.ZERO);
            if (log.pending() > 0 && log.pendingBytes() >= enough) {
                log = connection.checkpoint(CheckpointMode.PASSIVE, Duration.ZERO);
                metrics.checkpoint(true);
            }
            if (log.bytes() >= options.restartSize().asLongValue()) {
                log = restart(connection, log);
            }
            pending = log.pending();
            // When all of it is copied, one large unit made it, and the next write begins it anew.
            if (log.pending() > 0 && log.bytes() >= options.warnSize().asLongValue()) {
                warn(log);
            }
        } catch (DatabaseException e) {
            // What is committed is safe in the log, so this is nobody's failure yet.
            metrics.checkpoint(false);
            warn("The write-ahead log of %s could not be copied into the file: %s".formatted(location,
                    e.getMessage()));
        }
    }

    /**
     * Begins the log anew, which no read may stay in. Reads of ours that overlap without end would never leave a moment for it, so after
     * a try in vain they are held back until those that run have ended, for a short time at the most. Writes go on.
     */
    private Log restart(SqliteConnection connection, Log log) {
        long now = nanoTime.getAsLong();
        boolean held = holdsReads();
        if (held ? reads.inUse() > 0 : now - restartedNanos < RESTART_NANOS) {
            return log;
        }
        restartedNanos = now;
        Log after = connection.checkpoint(CheckpointMode.PASSIVE, Duration.ZERO);
        boolean advanced = advanced(after, now);
        if (!held && !advanced && !ownReadHolds()) {
            return after;
        }
        after = connection.checkpoint(CheckpointMode.RESTART, RESTART_PATIENCE);
        metrics.checkpoint(true);
        if (held) {
            reads.letIn();
            gateAgainNanos = now + (after.busy() ? GATE_RETRY_NANOS : GATE_INTERVAL_NANOS);
        } else if (after.busy() && now - gateAgainNanos >= 0 && isAnother(reads.oldest())) {
            gateAgainNanos = now + GATE_RETRY_NANOS;
            heldFor = reads.oldest();
            reads.holdBack(log.bytes() >= 2 * options.restartSize().asLongValue() ? LONG_GATE : GATE);
        }
        return after;
    }

    /**
     * Whether more is copied than when this was last asked. What is not copied is what the oldest read does not see yet, so that as long
     * as a read of another program stays in its snapshot it would be in vain to keep ours waiting, or anybody's writes.
     */
    private boolean advanced(Log log, long now) {
        long before = copied;
        copied = log.frames() - log.pending();
        if (copied == before && log.pending() > 0) {
            return false;
        }
        copiedNanos = now;
        return before != NEVER_LOOKED;
    }

    /** A read that lasts for longer than others are held back for it would hold them back again and again. */
    private boolean isAnother(RunningRead read) {
        return read == null || read != heldFor;
    }

    /** Whether a read of ours runs that began when the log was last copied, or before. */
    private boolean ownReadHolds() {
        RunningRead oldest = reads.oldest();
        return oldest != null && oldest.startedNanos() - copiedNanos <= 0;
    }

    private void warn(Log log) {
        RunningRead read = reads.oldest();
        String who = read == null
                ? "no read of this service runs, so it is another program's"
                : "the longest of this service, %s, runs for %d ms".formatted(read.label(),
                        (nanoTime.getAsLong() - read.startedNanos()) / 1_000_000);
        warn("The write-ahead log of %s has grown to %d MiB, as a read holds it: %s".formatted(location,
                log.bytes() >> 20, who));
    }

    private void warn(String message) {
        if (nanoTime.getAsLong() - warnedNanos >= WARN_NANOS) {
            warnedNanos = nanoTime.getAsLong();
            LOG.warn(message);
        }
    }
}
