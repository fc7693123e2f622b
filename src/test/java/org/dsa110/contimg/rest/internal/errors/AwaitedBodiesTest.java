package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wait for bytes that was ended says nothing about the next one. */
@Timeout(20)
class AwaitedBodiesTest {
    private final Vertx vertx = Vertx.vertx();
    private final AwaitedBodies bodies = new AwaitedBodies();

    @BeforeEach
    void start() {
        bodies.start(vertx, config("1s"), () -> false);
    }

    @AfterEach
    void stop() {
        bodies.stop(new ShutdownEvent(), vertx);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aClientThatStallsAgainIsToldSoAfterBytesThatCameAtTheLimit() throws IOException {
        try (InputStream body = bodies.await(new Sent(Event.BYTE_AT_THE_LIMIT, Event.NOTHING))) {
            assertThat(body.read()).isEqualTo('{');
            assertThat(Thread.currentThread().isInterrupted()).as("what comes after is not interrupted").isFalse();
            assertThatThrownBy(body::read).isInstanceOfSatisfying(BodyBrokenOffException.class,
                    end -> assertThat(end.status()).isEqualTo(408));
        }
    }

    @Test
    void aClientThatLeavesAfterBytesThatCameAtTheLimitDidNotStall() throws IOException {
        try (InputStream body = bodies.await(new Sent(Event.BYTE_AT_THE_LIMIT, Event.CLOSE))) {
            assertThat(body.read()).isEqualTo('{');
            assertThatThrownBy(body::read).isInstanceOfSatisfying(BodyBrokenOffException.class,
                    end -> assertThat(end.status()).isEqualTo(400));
        }
    }

    @Test
    void aClientThatSendsByteByByteIsToldSoThoughItNeverStalls() throws IOException {
        Event[] events = new Event[1000];
        Arrays.fill(events, Event.BYTE_AFTER_A_WHILE);
        try (InputStream body = bodies.await(new Sent(events))) {
            assertThatThrownBy(() -> {
                while (body.read() == '{') {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
            }).isInstanceOfSatisfying(BodyBrokenOffException.class, end -> {
                assertThat(end.status()).isEqualTo(408);
                assertThat(end).hasMessageContaining("less than 1024 bytes a second");
            });
        }
    }

    @Test
    void aBodyThatHasNotComeAWhileAfterAStopIsNotWaitedFor() throws IOException {
        Event[] events = new Event[1000];
        Arrays.fill(events, Event.BYTE_AFTER_A_WHILE);
        bodies.stop(new ShutdownEvent(), vertx);
        bodies.start(vertx, config("1h"), () -> true);
        try (InputStream body = bodies.await(new Sent(events))) {
            assertThatThrownBy(() -> {
                while (body.read() == '{') {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
            }).isInstanceOfSatisfying(BodyBrokenOffException.class, end -> {
                assertThat(end.status()).isEqualTo(503);
                assertThat(end).hasMessageContaining("the service stops");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-5s", "999ms", "3601s", "P365000D", "soon"})
    void aLimitThatCannotBeIsRefusedByName(String limit) {
        assertThatThrownBy(() -> config(limit)).isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("contimg.rest.body-timeout");
    }

    @Test
    void theLongestLimitIsTaken() {
        assertThat(config("1h").bodyTimeout()).isEqualTo(Duration.ofHours(1));
    }

    private static RestConfig config(String limit) {
        return new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(RestConfig.class)
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValues(Map.of("contimg.rest.body-timeout", limit)).build()
                .getConfigMapping(RestConfig.class);
    }

    private enum Event {
        /** The thread is interrupted, and has its byte none the less. */
        BYTE_AT_THE_LIMIT, NOTHING, CLOSE,
        /** In less than the limit. */
        BYTE_AFTER_A_WHILE
    }

    /** What a client does, one event for each reading. */
    private static final class Sent extends InputStream {
        private final Deque<Event> events;

        Sent(Event... events) {
            this.events = new ArrayDeque<>(List.of(events));
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Event event = events.remove();
            if (event == Event.CLOSE) {
                throw new IOException("connection reset");
            }
            try {
                if (event == Event.BYTE_AFTER_A_WHILE) {
                    new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
                } else {
                    new CountDownLatch(1).await();
                }
            } catch (InterruptedException e) {
                if (event == Event.NOTHING || event == Event.BYTE_AFTER_A_WHILE) {
                    throw new InterruptedIOException();
                }
                Thread.currentThread().interrupt();
            }
            bytes[offset] = '{';
            return 1;
        }
    }
}
