package org.dsa110.contimg.database.internal.sqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.engine.RunningReads.OwnRead;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.CheckpointMode;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.Log;
import org.jboss.logging.Logger;

/**
 * Keeps a write-ahead log short: it is copied into its file in idle time and whenever enough is in it, begun anew when it is long, and
 * emptied at the end. SQLite can copy no more than what the oldest running read sees, and cannot begin the log anew while a read uses it;
 * a warning in the log of the service names such a read. Belongs to the writer's thread, but for {@link #pending}.
 */
final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    /** How often it is tried to begin the log anew. A try waits for reads to end, and keeps other writers out meanwhile. */
    private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Duration RESTART_PATIENCE = Duration.ofMillis(20);
    /** How long reads are held back at the most. */
    private static final Duration GATE = Duration.ofMillis(200);
    /** The same when the log is twice as long as it may be. */
    private static final Duration LONG_GATE = Duration.ofSeconds(2);
    /** For how long they are not held back again. */
    private static final long GATE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The same after the log could not be begun anew: a read of another program has it, or a long one of ours. */
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
    /** The read that ran for longest when others were last held back; they are not held back for it a second time. */
    private OwnRead heldFor;
    /** How many pages were copied when that was last looked at. */
    private long copied = NEVER_LOOKED;
    /** When that number last grew, or all was copied. */
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
            // A long log that is copied in full was made by one large unit, and nobody holds it: the next write begins it anew.
            if (log.pending() > 0 && log.bytes() >= options.warnSize().asLongValue()) {
                warn(log);
            }
        } catch (DatabaseException e) {
            // No unit fails by it: what is committed is safe in the log.
            metrics.checkpoint(false);
            warn("The write-ahead log of %s could not be copied into the file: %s".formatted(location,
                    e.getMessage()));
        }
    }

    /**
     * Begins the log anew, which can be done only in a moment when no read uses it. Reads of ours that overlap without end leave no such
     * moment. So after a try in vain further reads are held back until those that run have ended, for a short time at the most; writes go
     * on meanwhile.
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
            metrics.readsHeld();
            reads.holdBack(log.bytes() >= 2 * options.restartSize().asLongValue() ? LONG_GATE : GATE);
        }
        return after;
    }

    /**
     * Whether more is copied than when this was last asked, or all. If not, the oldest read is the same as then. Where that is another
     * program's read, it is no use to wait for it, or to let our reads or anybody's writes wait.
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

    /** Whether it is not the read for which others were held back already: that would go on as long as it lasts. */
    private boolean isAnother(OwnRead read) {
        return read == null || read != heldFor;
    }

    /** Whether a read of ours runs that began when the log was last copied, or before. */
    private boolean ownReadHolds() {
        OwnRead oldest = reads.oldest();
        return oldest != null && oldest.startedNanos() - copiedNanos <= 0;
    }

    private void warn(Log log) {
        OwnRead read = reads.oldest();
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
