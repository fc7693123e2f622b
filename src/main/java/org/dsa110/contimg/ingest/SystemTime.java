package org.dsa110.contimg.ingest;

import java.time.Clock;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;

/** The clock of the service: UTC; what it shows is a metric, so that others see when it was set wrongly. */
class SystemTime {
    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    void show(@Observes StartupEvent start, Clock clock, MeterRegistry metrics) {
        Gauge.builder("contimg_clock", () -> clock.millis() / 1000.0).baseUnit("seconds")
                .description("What the clock of the host shows, Unix seconds").register(metrics);
    }
}
