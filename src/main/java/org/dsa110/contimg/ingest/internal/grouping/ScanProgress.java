package org.dsa110.contimg.ingest.internal.grouping;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long it is since scans got on, by the monotonic clock. A scan gets on with each name that it finds in the folder and each file that
 * it has looked into, so that a long one is told from one that hangs. Before the first scan, times count from when this was made or began.
 * Thread-safe.
 */
public final class ScanProgress {
    private final LongSupplier nanoTime;
    private volatile long madeNanos;
    private volatile long endedWellNanos;

    /** @param nanoTime the clock, on the scale of {@link System#nanoTime} */
    ScanProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begin();
    }

    /** From now on there are scans. */
    public void begin() {
        endedWell();
    }

    void made() {
        madeNanos = nanoTime.getAsLong();
    }

    void endedWell() {
        long now = nanoTime.getAsLong();
        madeNanos = now;
        endedWellNanos = now;
    }

    /** Since a scan last got on, or ended well. */
    public Duration idle() {
        return Duration.ofNanos(nanoTime.getAsLong() - madeNanos);
    }

    /** Since a scan last ended well: one that could read the folder, and whose whole files the database took. */
    public Duration sinceEndedWell() {
        return Duration.ofNanos(nanoTime.getAsLong() - endedWellNanos);
    }
}
