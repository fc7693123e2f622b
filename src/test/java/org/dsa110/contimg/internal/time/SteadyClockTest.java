package org.dsa110.contimg.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class SteadyClockTest {
    @Inject
    Clock ofTheService;

    @Test
    void theMetricsOfTheServiceGoByIt() {
        assertThat(ofTheService).isInstanceOf(SteadyClock.class);
        assertThat(Metrics.globalRegistry.getRegistries()).isNotEmpty()
                .allSatisfy(registry -> assertThat(registry.config().clock()).isInstanceOf(SteadyClock.class));
    }

    @Test
    void aMaximumIsForgottenAsTimePasses() {
        AtomicLong nanos = new AtomicLong(5);
        SteadyClock clock = new SteadyClock(1_000, nanos::get);
        MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        Timer timer = registry.timer("a timer");
        timer.record(Duration.ofSeconds(7));
        assertThat(timer.max(TimeUnit.SECONDS)).isEqualTo(7);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(timer.max(TimeUnit.SECONDS)).isZero();
        assertThat(clock.wallTime()).isEqualTo(3_601_000);
    }
}
