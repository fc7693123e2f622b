package org.dsa110.contimg.database;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts units of work that exceed their deadline, from one thread that looks at all lanes every few milliseconds. (The driver's
 * own query timeout does not end a running statement.) Thread-safe.
 */
final class DeadlineWatch implements Runnable {
    private static final long LOOK_NANOS = 20_000_000;

    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /** A thread that runs units of work one after the other calls this once. */
    Lane lane() {
        Lane lane = new Lane(Thread.currentThread());
        lanes.add(lane);
        return lane;
    }

    @Override
    public void run() {
        while (!stopped) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            for (Lane lane : lanes) {
                lane.look(now);
            }
        }
    }

    void stop() {
        stopped = true;
    }

    /** One thread's running unit. Its lock is what keeps an interrupt from hitting the next unit, or the commit. */
    static final class Lane {
        private final Thread thread;
        private EngineConnection connection;
        private long deadline;
        private boolean overdue;

        private Lane(Thread thread) {
            this.thread = thread;
        }

        /** @param deadlineNanos on the scale of {@link System#nanoTime} */
        synchronized void enter(EngineConnection running, long deadlineNanos) {
            connection = running;
            deadline = deadlineNanos;
            overdue = false;
        }

        /** @return whether the deadline passed while the unit ran */
        synchronized boolean leave() {
            connection = null;
            if (overdue) {
                // Clears the interrupt that the unit may not have noticed.
                Thread.interrupted();
            }
            return overdue;
        }

        /** Interrupts again at every look: a unit may catch the failure of one statement and go on with another. */
        private synchronized void look(long now) {
            if (connection != null && now - deadline >= 0) {
                overdue = true;
                connection.interrupt();
                thread.interrupt();
            }
        }
    }
}
