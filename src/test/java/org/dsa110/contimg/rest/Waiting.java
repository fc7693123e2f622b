package org.dsa110.contimg.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** For what another process does in its own time, and tells nobody. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** No round takes longer, but where the machine stands still: that is no time in which the other process could do anything. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

    private Waiting() {
    }

    /** Asks until it has happened, for a minute at the most. */
    public static void until(String what, Callable<Boolean> happened) throws Exception {
        until(() -> what, PATIENCE, happened);
    }

    /** As {@link #until(String, Callable)}, for longer. */
    public static void until(Supplier<String> what, Duration patience, Callable<Boolean> happened) throws Exception {
        long waited = 0;
        for (long last = System.nanoTime(); !happened.call();) {
            long now = System.nanoTime();
            waited += Math.min(now - last, LONGEST_ROUND.toNanos());
            last = now;
            assertThat(waited).as(what).isLessThan(patience.toNanos());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
