package org.dsa110.contimg.ingest.internal.conversion;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.internal.conversion.QueueCounts.Counted;

/** What is in the queue, by the names that the dashboards and alerts know. Thread-safe. */
@ApplicationScoped
class QueueGauges {
    private volatile Counted counted = new Counted(Map.of(), 0, false);

    QueueGauges(MeterRegistry registry) {
        register(registry, GroupState.COLLECTING, "Groups that wait for subband files");
        register(registry, GroupState.PENDING, "Groups that wait for a worker");
        register(registry, GroupState.IN_PROGRESS, "Groups that are being converted");
        register(registry, GroupState.COMPLETED, "Groups that were converted");
        register(registry, GroupState.FAILED, "Groups that were given up");
        Gauge.builder("contimg_ingest_queue_paused", () -> counted.paused() ? 1 : 0)
                .description("1 while operators have no group given out, 0 otherwise").register(registry);
        Gauge.builder("contimg_ingest_outbox_waiting", () -> counted.untold())
                .description("How often the other databases are still to hear what became of a group")
                .register(registry);
    }

    /** @return how many are pending */
    long refresh(Counted now) {
        counted = now;
        return count(GroupState.PENDING);
    }

    private void register(MeterRegistry registry, GroupState state, String description) {
        Gauge.builder("contimg_ingest_queue_" + state + "_count", () -> count(state)).description(description)
                .register(registry);
    }

    private long count(GroupState state) {
        return counted.byState().getOrDefault(state.toString(), 0L);
    }
}
