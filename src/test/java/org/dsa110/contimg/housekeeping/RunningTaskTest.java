package org.dsa110.contimg.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningTaskTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void aTaskThatRunsIsNotBegunAgain() throws ExecutionException, InterruptedException {
        Housekeeping housekeeping = new Housekeeping(List.of(new Task(() -> {
            begun.countDown();
            end.await();
            return null;
        })), metrics);
        CompletableFuture<Boolean> first = CompletableFuture
                .supplyAsync(() -> housekeeping.run("a", false).isPresent());
        begun.await();

        assertThat(housekeeping.run("a", true)).isEmpty();
        end.countDown();

        assertThat(first.get()).isTrue();
        assertThat(housekeeping.run("a", true)).isPresent();
        assertThat(metrics.counter("contimg_housekeeping_runs", "task", "a", "outcome", "done").count()).isEqualTo(2);
    }

    @Test
    void aTaskThatFailedIsCountedAndMayBeBegunAgain() {
        Housekeeping housekeeping = new Housekeeping(List.of(new Task(() -> {
            throw new IllegalStateException("no");
        })), metrics);

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> housekeeping.run("a", false)).hasMessage("no");
        }
        assertThat(metrics.counter("contimg_housekeeping_runs", "task", "a", "outcome", "failed").count()).isEqualTo(2);
    }

    private interface Work {
        Void run() throws InterruptedException;
    }

    private record Task(Work work) implements HousekeepingTask {
        @Override
        public String name() {
            return "a";
        }

        @Override
        public String schedule() {
            return "off";
        }

        @Override
        public HousekeepingReport run(boolean dryRun) {
            try {
                work.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new HousekeepingReport(Map.of("done", 1L), null, List.of());
        }
    }
}
