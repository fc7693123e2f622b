package org.dsa110.contimg.database.internal.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ReadGateTest {
    private final ReadGate gate = new ReadGate();

    @Test
    void aGateIsOpenUntilItIsClosed() {
        assertThat(gate.isClosed()).isFalse();
        gate.awaitOpen();
        gate.close(Duration.ofHours(1));
        assertThat(gate.isClosed()).isTrue();
    }

    @Test
    void whoWaitsAtAClosedGateGoesOnWhenItIsOpened() throws InterruptedException {
        gate.close(Duration.ofHours(1));
        Thread reader = new Thread(gate::awaitOpen);
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            assertThat(reader.isAlive()).as("waits").isTrue();
            Thread.onSpinWait();
        }
        gate.open();
        reader.join();
        assertThat(gate.isClosed()).isFalse();
    }

    @Test
    void aGateThatNobodyOpensOpensByItself() {
        long closed = System.nanoTime();
        gate.close(Duration.ofMillis(20));
        gate.awaitOpen();
        assertThat(System.nanoTime() - closed).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(gate.isClosed()).isFalse();
    }

    /** An interrupt that was meant for the unit before: the caller looks again, and is not interrupted any more. */
    @Test
    void aStrayInterruptIsTaken() {
        gate.close(Duration.ofHours(1));
        Thread.currentThread().interrupt();
        gate.awaitOpen();
        assertThat(gate.isClosed()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
