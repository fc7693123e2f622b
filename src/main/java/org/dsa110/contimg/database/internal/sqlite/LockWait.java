package org.dsa110.contimg.database.internal.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * Waiting for the write lock of a file while other programs hold it: tries with naps between them, until the write's time is over, its
 * caller is gone, or the service has been stopping for a while. For the writer's thread alone.
 */
final class LockWait {
    private static final RepeatedLines LOG = RepeatedLines.of(LockWait.class);
    /** Naps between two tries double from the first length to the longest. */
    private static final long FIRST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a write may still wait when the service stops. */
    private static final long STOPPING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final SqliteStorage storage;
    private final LockSharing sharing;
    private final BooleanSupplier stopping;
    /** When the stop was first noticed, in {@link System#nanoTime()}; null before. */
    private Long stoppingNanos;

    LockWait(SqliteStorage storage, LockSharing sharing, BooleanSupplier stopping) {
        this.storage = storage;
        this.sharing = sharing;
        this.stopping = stopping;
    }

    /**
     * Begins a write transaction, and so takes the lock.
     *
     * @param submittedNanos when the write was submitted, in {@link System#nanoTime()}: from then on the lock timeout counts
     * @param cancelled whether the caller is gone
     * @return whether {@code connection} holds the lock
     * @throws DatabaseException when the transaction could not be begun for another reason than a held lock
     */
    boolean take(SqliteConnection connection, long submittedNanos, BooleanSupplier cancelled) {
        long nap = FIRST_NAP_NANOS;
        long started = System.nanoTime();
        boolean warned = false;
        while (!connection.beginWrite()) {
            storage.metrics().lockRetry();
            sharing.others();
            long left = left(submittedNanos);
            if (left <= 0 || cancelled.getAsBoolean()) {
                return false;
            }
            if (!warned && System.nanoTime() - started >= WARNING_NANOS) {
                LOG.warn(storage.location(), null, "Another program holds the write lock of %s; writes wait for it",
                        storage.location());
                warned = true;
            }
            // A pending interrupt would end the nap at once, each time.
            Thread.interrupted();
            LockSupport.parkNanos(Math.min(left, nap));
            nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
        }
        return true;
    }

    /** What a caller is told whose write has waited in vain. */
    DatabaseException refusal() {
        String why = stopping.getAsBoolean()
                ? " while the service stops"
                : ", and the write waited for longer than " + storage.lockTimeout().toMillis() + " ms";
        return new DatabaseException(Kind.BUSY,
                "another program held the write lock of " + storage.location().name() + why + "; try again", null);
    }

    private long left(long submittedNanos) {
        long now = System.nanoTime();
        long left = submittedNanos + storage.lockTimeout().toNanos() - now;
        if (!stopping.getAsBoolean()) {
            return left;
        }
        if (stoppingNanos == null) {
            stoppingNanos = now;
        }
        return Math.min(left, stoppingNanos + STOPPING_NANOS - now);
    }
}
