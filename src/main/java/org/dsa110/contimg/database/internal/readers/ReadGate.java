package org.dsa110.contimg.database.internal.readers;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds reads back for a moment before they begin; those that run go on. It opens by itself after a time, so that reads go on even if
 * whoever closed it fails.
 * Thread-safe.
 */
final class ReadGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private volatile long closedUntilNanos = System.nanoTime();

    /** @param longest when it opens by itself */
    void close(Duration longest) {
        closedUntilNanos = System.nanoTime() + longest.toNanos();
    }

    void open() {
        lock.lock();
        try {
            closedUntilNanos = System.nanoTime();
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return left() > 0;
    }

    void awaitOpen() {
        lock.lock();
        try {
            while (left() > 0) {
                opened.awaitNanos(left());
            }
        } catch (InterruptedException stray) {
            // Meant for the read before, whose deadline passed as it ended. The caller looks again.
            Thread.yield();
        } finally {
            lock.unlock();
        }
    }

    private long left() {
        return closedUntilNanos - System.nanoTime();
    }
}
