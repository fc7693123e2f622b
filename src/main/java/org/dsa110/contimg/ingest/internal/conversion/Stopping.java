package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the service stops, for those who wait: its begin ends their waiting. Thread-safe. */
@ApplicationScoped
class Stopping {
    private final CountDownLatch begun = new CountDownLatch(1);

    void begin() {
        begun.countDown();
    }

    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /**
     * Waits for the begin, if need be.
     *
     * @return whether the service stops
     */
    boolean beginsWithin(Duration time) throws InterruptedException {
        return begun.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
