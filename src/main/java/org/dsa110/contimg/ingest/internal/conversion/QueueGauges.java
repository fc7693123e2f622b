package org.dsa110.contimg.ingest.internal.conversion;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.ingest.GroupState;

/** How many groups are in the queue, by the names that the dashboards and alerts know. Thread-safe. */
@ApplicationScoped
class QueueGauges {
    private volatile Map<String, Long> counts = Map.of();

    QueueGauges(MeterRegistry registry) {
        register(registry, GroupState.PENDING, "Groups that wait for a worker");
        register(registry, GroupState.IN_PROGRESS, "Groups that are being converted");
        register(registry, GroupState.COMPLETED, "Groups that were converted");
    }

    /** @return how many are pending */
    long refresh(Map<String, Long> countByState) {
        counts = Map.copyOf(countByState);
        return count(GroupState.PENDING);
    }

    private void register(MeterRegistry registry, GroupState state, String description) {
        Gauge.builder("contimg_ingest_queue_" + state + "_count", () -> count(state)).description(description)
                .register(registry);
    }

    private long count(GroupState state) {
        return counts.getOrDefault(state.toString(), 0L);
    }
}
