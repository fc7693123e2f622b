package org.dsa110.contimg.database.internal.unit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.dsa110.contimg.database.DatabaseException;
import org.jboss.logging.Logger;

/**
 * The bounded queue in front of a writer or of the readers of a file, in the order of arrival. Once closed it takes nothing more and
 * hands out what it holds. Thread-safe.
 */
public final class UnitQueue {
    private static final Logger LOG = Logger.getLogger(UnitQueue.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<PendingUnit<?>> units = new ArrayDeque<>();
    private final String name;
    private final int length;
    private boolean closed;

    public UnitQueue(String name, int length) {
        this.name = name;
        this.length = length;
    }

    /** @throws DatabaseException OVERLOADED when the queue is full, CLOSED when it is closed */
    public void add(PendingUnit<?> unit) {
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
    public PendingUnit<?> take() {
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

    /** Waits for a unit; null when none came in time, or the queue is closed and empty. */
    public PendingUnit<?> take(Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (units.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException stray) {
            // Interrupts are for units that exceed their deadline: this one came when its unit had just ended, so it means nothing.
            LOG.debugf(stray, "%s was interrupted", name);
        } finally {
            lock.unlock();
        }
        return poll(unit -> true);
    }

    /** The next unit, if it writes in a transaction that it shares; or null. */
    public PendingUnit<?> pollShared() {
        return poll(unit -> !unit.reading() && !unit.unshared());
    }

    /** Whether it is closed and empty. */
    public boolean drained() {
        lock.lock();
        try {
            return closed && units.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private PendingUnit<?> poll(Predicate<PendingUnit<?>> wanted) {
        lock.lock();
        try {
            return !units.isEmpty() && wanted.test(units.peek()) ? units.poll() : null;
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return units.size();
        } finally {
            lock.unlock();
        }
    }

    /** When the unit at the head was submitted, on the scale of {@link System#nanoTime}; null when none waits. */
    public Long oldestNanos() {
        lock.lock();
        try {
            return units.isEmpty() ? null : units.peek().submittedNanos();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public static DatabaseException closedException() {
        return new DatabaseException(DatabaseException.Kind.CLOSED,
                "the databases are not open: the service is starting or stopping",
                null);
    }
}
