package org.dsa110.contimg.database.internal.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives other programs their turns at the write lock of a file. They cannot queue for it: SQLite's busy handler tries again after
 * sleeps of 1, 2, 5, 10, 15, 20, 25, ..., 100 ms, so the lock must be free for a fair part of the time to be found free. After some work
 * on end the lock is left free for a moment; as long as others do write, for as long as it was held. Belongs to the writer's thread.
 */
final class LockSharing {
    /** How long others count as writing after a commit of theirs. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** As long as the longest sleep of a busy handler: whoever waits has had a try by then. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(110);

    private final long holdNanos;
    private final long pauseNanos;
    private final SqliteMetrics metrics;
    private long heldNanos;
    private long freeSince = System.nanoTime();
    private long othersUntil = System.nanoTime();

    LockSharing(SqliteOptions.WriterOptions options, SqliteMetrics metrics) {
        this.holdNanos = options.hold().toNanos();
        this.pauseNanos = options.pause().toNanos();
        this.metrics = metrics;
    }

    /** Waits, before the lock is taken, if it is the others' turn. */
    void giveTurn() {
        if (heldNanos >= holdNanos) {
            long until = freeSince + turn();
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                // With the flag set it would not sleep at all.
                Thread.interrupted();
                LockSupport.parkNanos(left);
            }
        }
        if (heldNanos > 0 && System.nanoTime() - freeSince >= turn()) {
            others();
        }
    }

    /** Whether the lock was held long enough, with a batch that has held it for some time. */
    boolean exceeded(long batchNanos) {
        return heldNanos + batchNanos >= holdNanos;
    }

    /** The lock was let go after some time. */
    void held(long nanos) {
        freeSince = System.nanoTime();
        heldNanos += nanos;
    }

    /** Another program was seen to have the lock. */
    void others() {
        if (heldNanos > 0) {
            metrics.lockHeld(heldNanos);
            heldNanos = 0;
        }
    }

    /** Another program has committed. */
    void othersCommitted() {
        othersUntil = System.nanoTime() + RECENT_NANOS;
    }

    private long turn() {
        boolean othersWrite = System.nanoTime() - othersUntil < 0;
        return othersWrite ? Math.max(pauseNanos, Math.min(heldNanos, LONGEST_NANOS)) : pauseNanos;
    }
}
