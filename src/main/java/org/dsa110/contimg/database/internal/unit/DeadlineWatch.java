package org.dsa110.contimg.database.internal.unit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.internal.engine.EngineConnection;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * Interrupts units of work that exceed their deadline, or a time after which others may come first. Each thread that runs units has lanes, in
 * which it says what it runs; one thread looks at all lanes every 20 ms. (The driver's own query timeout does not end a running statement.) Thread-safe.
 */
public final class DeadlineWatch implements Runnable {
    private static final RepeatedLines LOG = RepeatedLines.of(DeadlineWatch.class);
    private static final long LOOK_NANOS = 20_000_000;

    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /** A thread that runs units of work one after the other calls this once. */
    Lane lane() {
        return lane(() -> true);
    }

    /**
     * The same for a time that interrupts only where somebody wants it to.
     *
     * @param wanted asked at every look when the time has passed, on the watch's thread
     */
    public Lane lane(BooleanSupplier wanted) {
        Lane lane = new Lane(Thread.currentThread(), wanted);
        lanes.add(lane);
        return lane;
    }

    @Override
    public void run() {
        while (!stopped) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            for (Lane lane : lanes) {
                try {
                    lane.look(now);
                } catch (Throwable e) {
                    LOG.error(RepeatedLines.origin(e), e, "%s could not be interrupted", lane.thread.getName());
                }
            }
        }
    }

    public void stop() {
        stopped = true;
    }

    /** What one thread runs. Interrupting and leaving exclude each other, so that no interrupt hits the next unit, or the commit. */
    public static final class Lane {
        private final Thread thread;
        private final BooleanSupplier wanted;
        private EngineConnection connection;
        private long deadline;
        private boolean overdue;

        private Lane(Thread thread, BooleanSupplier wanted) {
            this.thread = thread;
            this.wanted = wanted;
        }

        /** @param deadlineNanos on the scale of {@link System#nanoTime} */
        public synchronized void enter(EngineConnection running, long deadlineNanos) {
            connection = running;
            deadline = deadlineNanos;
            overdue = false;
        }

        /** @return whether the unit was interrupted */
        public synchronized boolean leave() {
            connection = null;
            // The unit may have left the thread's interrupt flag set, and the next one must not be interrupted by it.
            Thread.interrupted();
            return overdue;
        }

        /** Interrupts again at every look: a unit may catch the failure of one statement and go on with another. */
        private synchronized void look(long now) {
            if (connection != null && now - deadline >= 0 && (overdue || wanted.getAsBoolean())) {
                overdue = true;
                thread.interrupt();
                connection.interrupt();
            }
        }
    }
}
