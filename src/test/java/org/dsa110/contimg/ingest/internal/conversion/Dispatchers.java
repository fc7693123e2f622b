package org.dsa110.contimg.ingest.internal.conversion;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.IngestConfig;

/** Makes dispatchers with a configuration of their own, as CDI puts them together. */
@ApplicationScoped
@Unremovable
public class Dispatchers {
    private final ConversionQueue queue;

    Dispatchers(ConversionQueue queue) {
        this.queue = queue;
    }

    public ConversionDispatcher with(IngestConfig config, MeterRegistry metrics,
            List<ConvertedGroupListener> listeners) {
        Stopping stopping = new Stopping();
        RunningConverters converters = new RunningConverters(config, stopping);
        GroupConversion conversion = new GroupConversion(queue, converters, new PatientUnits(stopping), listeners);
        return new ConversionDispatcher(queue, conversion, converters, new QueueGauges(metrics), config, metrics);
    }

    public Map<String, Long> countByState() {
        return queue.countByState().await().indefinitely();
    }
}
