package org.dsa110.contimg.internal.time;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, in a thread of its own, until it is ended. From the end of one run to the begin of the next an
 * interval passes on the monotonic clock ({@link System#nanoTime}), whatever happens to the clock on the wall: so runs neither overlap nor
 * catch up. A run that throws is told and counted, and the next one comes all the same. Thread-safe.
 */
public final class Periodic {
    private static final Logger LOG = Logger.getLogger(Periodic.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(Periodic.class);

    private final String name;
    private final Duration interval;
    private final Runnable work;
    private final Runnable failed;
    private final ScheduledExecutorService thread;

    private Periodic(String name, Duration interval, Runnable work, Runnable failed) {
        this.name = name;
        this.interval = interval;
        this.work = work;
        this.failed = failed;
        this.thread = Executors.newSingleThreadScheduledExecutor(this::thread);
    }

    /**
     * Begins the first run at once, without waiting for it.
     *
     * @param name of the thread, and in the log
     * @param interval more than zero
     * @param work blocks as long as it wants; may be interrupted at the end
     * @param failed counts a run that threw something
     */
    public static Periodic start(String name, Duration interval, Runnable work, Runnable failed) {
        return new Periodic(name, interval, work, failed).begin(Duration.ZERO);
    }

    /** Begins the first run after an interval; the parameters are those of {@link #start}. */
    public static Periodic startLater(String name, Duration interval, Runnable work, Runnable failed) {
        return new Periodic(name, interval, work, failed).begin(interval);
    }

    /** Lets no further run begin. One that runs goes on. */
    public void stop() {
        thread.shutdown();
    }

    /**
     * The same, and waits for the run; when the time is up it is interrupted.
     *
     * @param timeout none where it is negative
     * @return whether it ended by itself
     * @throws InterruptedException when the caller is interrupted; the run is too, then
     */
    public boolean end(Duration timeout) throws InterruptedException {
        stop();
        try {
            return thread.awaitTermination(nanos(timeout), TimeUnit.NANOSECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    private Periodic begin(Duration delay) {
        thread.scheduleWithFixedDelay(this::run, nanos(delay), nanos(interval), TimeUnit.NANOSECONDS);
        return this;
    }

    /** What leaves this method would be the end of all further runs. */
    private void run() {
        try {
            work.run();
        } catch (Throwable fault) {
            try {
                told(fault);
            } catch (Throwable untold) {
                // As when memory is short: the next run is worth more than a word about this one.
                return;
            }
        }
    }

    /**
     * One that is interrupted has not failed: who interrupts wants the thread back, and the next run finds what this one left.
     */
    private void told(Throwable fault) {
        if (fault instanceof CompletionException && fault.getCause() instanceof InterruptedException) {
            LOG.debugf("A run of %s was interrupted", name);
            return;
        }
        failed.run();
        FAULTS.error(List.of(name, RepeatedLines.origin(fault)), fault,
                "A run of %s failed, and the next comes in %d s",
                name, interval.toSeconds());
    }

    private Thread thread(Runnable runs) {
        Thread made = new Thread(runs, name);
        made.setDaemon(true);
        return made;
    }

    /** Of a time that is too long to be counted so, the longest. */
    private static long nanos(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }
}
