package org.dsa110.contimg.database.internal.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Gives other programs their turns at the write lock of a file. They cannot queue for it: SQLite's busy handler tries again after
 * sleeps of 1, 2, 5, 10, 15, 20, 25, ..., 100 ms, so the lock must be free for a fair part of the time to be found free. After some work
 * the lock is left free for a moment, of which the times count in which nothing waited meanwhile; while others do write, for as long as it
 * was held. Belongs to the writer's thread.
 */
final class LockSharing {
    /** How long others count as writing after a commit of theirs. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A little more than the longest sleep of a busy handler: whoever waits has tried again by then. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(110);

    private final long holdNanos;
    private final long pauseNanos;
    private final SqliteMetrics metrics;
    private final LongSupplier nanoTime;
    private final LongConsumer sleep;
    private long heldNanos;
    /** How long the lock was free between the works that {@link #heldNanos} has. */
    private long freeNanos;
    private long freeSince;
    private long othersUntil;

    /**
     * @param nanoTime the clock, on the scale of {@link System#nanoTime}
     * @param sleep waits for about so many nanoseconds
     */
    LockSharing(SqliteOptions.WriterOptions options, SqliteMetrics metrics, LongSupplier nanoTime, LongConsumer sleep) {
        this.holdNanos = options.hold().toNanos();
        this.pauseNanos = options.pause().toNanos();
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        this.freeSince = nanoTime.getAsLong();
        this.othersUntil = freeSince;
    }

    /** Waits, before the lock is taken, if it is the others' turn. */
    void giveTurn() {
        if (heldNanos >= holdNanos) {
            long until = freeSince + turn() - freeNanos;
            for (long left = until - nanoTime.getAsLong(); left > 0; left = until - nanoTime.getAsLong()) {
                // A pending interrupt would end the sleep at once, each time.
                Thread.interrupted();
                sleep.accept(left);
            }
        }
        long now = nanoTime.getAsLong();
        freeNanos = heldNanos == 0 ? 0 : freeNanos + now - freeSince;
        freeSince = now;
        if (heldNanos > 0 && freeNanos >= turn()) {
            others();
        }
    }

    /** Whether the lock was held long enough, with a batch that has held it for some time. */
    boolean exceeded(long batchNanos) {
        return heldNanos + batchNanos >= holdNanos;
    }

    /** The lock was let go after some time. */
    void held(long nanos) {
        freeSince = nanoTime.getAsLong();
        heldNanos += nanos;
    }

    /** Another program was seen to have the lock. */
    void others() {
        if (heldNanos > 0) {
            metrics.lockHeld(heldNanos);
            heldNanos = 0;
        }
        freeNanos = 0;
    }

    /** Another program has committed. */
    void othersCommitted() {
        othersUntil = nanoTime.getAsLong() + RECENT_NANOS;
    }

    private long turn() {
        boolean othersWrite = nanoTime.getAsLong() - othersUntil < 0;
        return othersWrite ? Math.max(pauseNanos, Math.min(heldNanos, LONGEST_NANOS)) : pauseNanos;
    }
}
