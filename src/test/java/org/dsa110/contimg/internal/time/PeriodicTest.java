package org.dsa110.contimg.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.LoggedLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeriodicTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final AtomicInteger failures = new AtomicInteger();
    private final BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private Periodic periodic;

    @AfterEach
    void end() throws InterruptedException {
        periodic.end(Duration.ofSeconds(30));
    }

    @Test
    void theFirstRunIsAtOnceAndTheNextAfterTheInterval() throws InterruptedException {
        periodic = Periodic.start("a job", NEVER, this::count, failures::incrementAndGet);
        assertThat(runs.take()).isOne();
        assertThat(periodic.end(Duration.ofSeconds(30))).isTrue();
        assertThat(number).hasValue(1);
    }

    @Test
    void oneThatStartsLaterWaitsForTheIntervalFirst() throws InterruptedException {
        periodic = Periodic.startLater("a job", NEVER, this::count, failures::incrementAndGet);
        assertThat(periodic.end(Duration.ofSeconds(30))).isTrue();
        assertThat(number).hasValue(0);
        periodic = Periodic.startLater("a job", SOON, this::count, failures::incrementAndGet);
        assertThat(runs.take()).isOne();
    }

    /** Of fifty runs that should have begun meanwhile none comes at once after a long one. */
    @Test
    void runsNeitherOverlapNorCatchUp() throws InterruptedException {
        Duration interval = Duration.ofMillis(20);
        AtomicBoolean running = new AtomicBoolean();
        BlockingQueue<Long> pauses = new LinkedBlockingQueue<>();
        long[] ended = new long[1];
        periodic = Periodic.start("a job", interval, () -> {
            assertThat(running.getAndSet(true)).isFalse();
            if (count() > 1) {
                pauses.add(System.nanoTime() - ended[0]);
            } else {
                takeTime(Duration.ofSeconds(1));
            }
            running.set(false);
            ended[0] = System.nanoTime();
        }, failures::incrementAndGet);
        for (int pause = 0; pause < 5; pause++) {
            assertThat(pauses.take()).isGreaterThanOrEqualTo(interval.toNanos());
        }
        assertThat(failures).hasValue(0);
    }

    @Test
    void whateverARunThrowsIsCountedAndToldOnceAndTheNextComes() throws InterruptedException {
        try (LoggedLines lines = new LoggedLines(Periodic.class)) {
            periodic = Periodic.start("a job", SOON, () -> {
                if (count() % 2 == 0) {
                    throw new StackOverflowError("an error");
                }
                throw new IllegalStateException("an exception");
            }, failures::incrementAndGet);
            while (runs.take() < 20) {
                continue;
            }
            periodic.end(Duration.ofSeconds(30));
            assertThat(failures).hasValueGreaterThanOrEqualTo(20);
            assertThat(lines.messages().stream().filter(line -> line.startsWith("A run of a job failed"))).hasSize(2);
            assertThat(lines.traces()).isEqualTo(2);
        }
    }

    @Test
    void aFailureThatCannotEvenBeCountedEndsNothing() throws InterruptedException {
        periodic = Periodic.start("a job", SOON, () -> {
            count();
            throw new IllegalStateException("an exception");
        }, () -> {
            throw new OutOfMemoryError("no memory to count");
        });
        while (runs.take() < 3) {
            continue;
        }
    }

    @Test
    void aRunThatIsInterruptedHasNotFailedAndTheNextIsNotInterrupted() throws InterruptedException {
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        periodic = Periodic.start("a job", SOON, () -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            if (count() == 1) {
                throw new CompletionException(new InterruptedException());
            }
        }, failures::incrementAndGet);
        for (int run = 0; run < 3; run++) {
            assertThat(interrupted.take()).isFalse();
        }
        assertThat(failures).hasValue(0);
    }

    @Test
    void aRunThatGoesOnWhenTheTimeIsUpIsInterrupted() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        periodic = Periodic.start("a job", SOON, () -> {
            count();
            takeTime(NEVER);
            ended.countDown();
        }, failures::incrementAndGet);
        runs.take();
        assertThat(periodic.end(Duration.ZERO)).isFalse();
        ended.await();
        assertThat(periodic.end(Duration.ofSeconds(30))).isTrue();
        assertThat(number).hasValue(1);
    }

    private int count() {
        int run = number.incrementAndGet();
        runs.add(run);
        return run;
    }

    /** Shorter if it is interrupted. */
    private static void takeTime(Duration time) {
        try {
            new CountDownLatch(1).await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
