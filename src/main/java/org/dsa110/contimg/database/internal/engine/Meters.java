package org.dsa110.contimg.database.internal.engine;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * Makes the metrics of one thing, such as a file. Thread-safe.
 *
 * @param tags which thing it is
 */
public record Meters(MeterRegistry registry, Tags tags) {
    private static final RepeatedLines LOG = RepeatedLines.of(Meters.class);
    private static final String PREFIX = "contimg.database.";

    /** The metrics of one kind among several of the thing. */
    public Meters with(String... keysAndValues) {
        return new Meters(registry, tags.and(keysAndValues));
    }

    public Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).tags(tags).register(registry);
    }

    public Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name).description(description).tags(tags).register(registry);
    }

    public DistributionSummary summary(String name, String description) {
        return DistributionSummary.builder(PREFIX + name).description(description).tags(tags).register(registry);
    }

    /** @param unit of what is measured; null for a number of things */
    public void gauge(String name, String unit, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).baseUnit(unit).description(description).tags(tags).register(registry);
    }

    /** Counts something. Units of work go on whatever is the matter with the metrics. */
    public static void count(Runnable counting) {
        try {
            counting.run();
        } catch (Throwable fault) {
            FaultLog.error(LOG, fault, "A unit of work could not be counted");
        }
    }
}
