package org.dsa110.contimg.ingest.internal.conversion;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;

/**
 * The groups of which the queue does not take what became of them, as its file cannot be written or another program's constraint forbids it.
 * It is tried again as long as it takes, which keeps a worker; so operators see it here, and by a gauge that is there from the start. Thread-safe.
 */
@Startup
@ApplicationScoped
public class UnstoredOutcomes {
    private final Map<String, Unstored> groups = new ConcurrentHashMap<>();

    /**
     * A group with something unstored. Immutable.
     *
     * @param what is tried, for people
     * @param error why it failed last, for people
     * @param since {@link System#nanoTime} when it failed first
     */
    public record Unstored(String groupId, String what, String error, long since) {
    }

    UnstoredOutcomes(MeterRegistry metrics) {
        Gauge.builder("contimg_ingest_outcomes_unstored", groups, Map::size)
                .description("Groups of which the queue does not take what became of them; that is tried again")
                .register(metrics);
    }

    void failed(String groupId, String what, Throwable failure) {
        groups.merge(groupId, new Unstored(groupId, what, String.valueOf(failure.getMessage()), System.nanoTime()),
                (before, now) -> new Unstored(groupId, now.what(), now.error(), before.since()));
    }

    /** Forgets what has failed, as it was stored, or lost its meaning; does nothing where nothing has. */
    void stored(String groupId) {
        groups.remove(groupId);
    }

    /** Those there are now. */
    public List<Unstored> all() {
        return List.copyOf(groups.values());
    }
}
