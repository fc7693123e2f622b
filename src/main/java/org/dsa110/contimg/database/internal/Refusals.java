package org.dsa110.contimg.database.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.dsa110.contimg.database.DatabaseException;
import org.jboss.logging.Logger;

/** The log of units of work that are refused: there can be thousands in a second, so one line stands for many. Thread-safe. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

    void log(DatabaseException refusal) {
        count.incrementAndGet();
        long due = nextLine.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + LINE_NANOS)) {
            LOG.warnf("Units of work refused, %d of them: %s", count.getAndSet(0), refusal.getMessage());
        }
    }
}
