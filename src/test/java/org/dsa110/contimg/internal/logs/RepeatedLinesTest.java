package org.dsa110.contimg.internal.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
    private final String name = UUID.randomUUID().toString();
    private final List<Runnable> later = new ArrayList<>();
    private final RepeatedLines lines = new RepeatedLines(Logger.getLogger(name), later::add);
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    RepeatedLinesTest() {
        java.util.logging.Logger.getLogger(name).addHandler(handler);
    }

    @AfterEach
    void close() {
        java.util.logging.Logger.getLogger(name).removeHandler(handler);
    }

    @Test
    void aLineOfEachCauseGoesOutAtOnceWithItsTrace() {
        IllegalStateException trace = new IllegalStateException();
        lines.error("a", trace, "%s is full", "a");
        lines.error("b", null, "%s is full", "b");
        lines.warn("a", null, "%s is busy", "a");
        assertThat(messages()).containsExactly("a is full", "b is full", "a is busy");
        assertThat(logged).extracting(LogRecord::getThrown).containsExactly(trace, null, null);
    }

    @Test
    void whatFollowsIsCountedAndToldAfterTheInterval() {
        for (int i = 0; i < 100_000; i++) {
            lines.error("a", new IllegalStateException(), "write %d", i);
        }
        assertThat(messages()).containsExactly("write 0");
        passInterval();
        assertThat(messages()).containsExactly("write 0", "99999 more in 10 s, the last of them: write 99999");
        assertThat(logged.get(1).getThrown()).isNull();
    }

    @Test
    void aStormHasALineForEachInterval() {
        lines.error("a", null, "full");
        for (int interval = 0; interval < 3; interval++) {
            lines.error("a", null, "full");
            passInterval();
        }
        assertThat(messages()).hasSize(4).last().isEqualTo("1 more in 10 s, the last of them: full");
    }

    @Test
    void aCauseThatWasQuietForAnIntervalBeginsAnew() {
        lines.error("a", null, "full");
        lines.error("a", null, "full");
        passInterval();
        passInterval();
        assertThat(later).as("nothing is left to be told").isEmpty();
        lines.error("a", null, "full");
        assertThat(messages()).containsExactly("full", "1 more in 10 s, the last of them: full", "full");
    }

    @Test
    void causesWithoutEndAreCountedTogether() {
        for (int i = 0; i < 1000; i++) {
            lines.error(i, null, "%d", i);
        }
        assertThat(logged).hasSize(RepeatedLines.MOST_CAUSES + 1);
        passInterval();
        assertThat(messages()).hasSize(RepeatedLines.MOST_CAUSES + 2).last()
                .isEqualTo("799 more in 10 s, the last of them: 999");
    }

    @Test
    void aFaultIsNamedByWhereItBegan() {
        assertThat(RepeatedLines.origin(new RuntimeException(fault("x")))).isEqualTo(RepeatedLines.origin(fault("y")))
                .isNotEqualTo(RepeatedLines.origin(new IllegalStateException("x")));
    }

    private static Exception fault(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void noLineOfManyThreadsIsLost() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int sent = 0; sent < 1000; sent++) {
                    lines.error("a", null, "full");
                }
            });
            threads.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        passInterval();
        assertThat(messages()).containsExactly("full", "7999 more in 10 s, the last of them: full");
    }

    private void passInterval() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    private List<String> messages() {
        return logged.stream().map(new SimpleFormatter()::formatMessage).toList();
    }
}
