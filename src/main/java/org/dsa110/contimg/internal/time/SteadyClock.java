package org.dsa110.contimg.internal.time;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Clock;
import io.quarkus.arc.DefaultBean;

/**
 * The clock of the metrics, unless an application has its own: the time of day at its start, and what has passed since by the monotonic
 * clock. Micrometer forgets a maximum by the time of day, and would keep it for an hour more where that is set back by one. Thread-safe.
 */
@Singleton
@DefaultBean
@Priority(1)
final class SteadyClock implements Clock {
    private final long startMillis;
    private final long startNanos;
    private final LongSupplier nanoTime;

    SteadyClock() {
        this(System.currentTimeMillis(), System::nanoTime);
    }

    /** @param nanoTime the clock, on the scale of {@link System#nanoTime} */
    SteadyClock(long startMillis, LongSupplier nanoTime) {
        this.startMillis = startMillis;
        this.startNanos = nanoTime.getAsLong();
        this.nanoTime = nanoTime;
    }

    @Override
    public long wallTime() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
    }

    @Override
    public long monotonicTime() {
        return nanoTime.getAsLong();
    }
}
