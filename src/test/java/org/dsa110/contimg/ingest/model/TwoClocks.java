package org.dsa110.contimg.ingest.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock on the wall, which may be set, and the monotonic one, which may not; both stand still until they are told. For one thread that moves it. */
final class TwoClocks extends Clock {
    private volatile Instant wall = Instant.parse("2026-02-11T12:00:00Z");
    private volatile long nanoTime = Long.MAX_VALUE - 1_000_000;

    void pass(long seconds) {
        wall = wall.plusSeconds(seconds);
        nanoTime += Duration.ofSeconds(seconds).toNanos();
    }

    /** Sets the one on the wall. */
    void step(long seconds) {
        wall = wall.plusSeconds(seconds);
    }

    long nanoTime() {
        return nanoTime;
    }

    @Override
    public Instant instant() {
        return wall;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
