package org.dsa110.contimg.database;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue in front of a writer or of the readers of a file, in the order of arrival. Once closed it takes nothing more and
 * hands out what it holds. Thread-safe.
 */
final class UnitQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<PendingUnit<?>> units = new ArrayDeque<>();
    private final String name;
    private final int length;
    private boolean closed;

    UnitQueue(String name, int length) {
        this.name = name;
        this.length = length;
    }

    /** @throws DatabaseException OVERLOADED when the queue is full, CLOSED when it is closed */
    void add(PendingUnit<?> unit) {
        lock.lock();
        try {
            if (closed) {
                throw closedException();
            }
            if (units.size() >= length) {
                throw new DatabaseException(DatabaseException.Kind.OVERLOADED, name + " has " + length
                        + " units of work waiting already; try again in a moment", null);
            }
            units.add(unit);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a unit; null once the queue is closed and empty. */
    PendingUnit<?> take() {
        lock.lock();
        try {
            while (units.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return units.poll();
        } finally {
            lock.unlock();
        }
    }

    /** The next unit, or null when none waits. */
    PendingUnit<?> poll() {
        lock.lock();
        try {
            return units.poll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return units.size();
        } finally {
            lock.unlock();
        }
    }

    /** When the unit at the head was submitted, on the scale of {@link System#nanoTime}; null when none waits. */
    Long oldestNanos() {
        lock.lock();
        try {
            return units.isEmpty() ? null : units.peek().submittedNanos();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static DatabaseException closedException() {
        return new DatabaseException(DatabaseException.Kind.CLOSED,
                "the databases are not open: the service is starting or stopping",
                null);
    }
}
