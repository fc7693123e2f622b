package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.LeaseWatch;

/** Makes dispatchers with a configuration of their own, as CDI puts them together. */
@ApplicationScoped
@Unremovable
public class Dispatchers {
    private final QueueCounts counts;
    private final Claims claims;
    private final LeaseWatch leases;
    private final UnitExecutor units;
    private final Clock clock;

    Dispatchers(QueueCounts counts, Claims claims, LeaseWatch leases, UnitExecutor units, Clock clock) {
        this.counts = counts;
        this.claims = claims;
        this.leases = leases;
        this.units = units;
        this.clock = clock;
    }

    public ConversionDispatcher with(IngestConfig config, MeterRegistry metrics,
            List<ConvertedGroupListener> listeners) {
        Stopping stopping = new Stopping();
        RunningConverters converters = new RunningConverters(config, stopping);
        UnstoredOutcomes unstored = new UnstoredOutcomes(metrics);
        OutcomeJournal journal = new OutcomeJournal(config.outcomeDir());
        Heartbeats heartbeats = new Heartbeats(claims);
        GroupConversion conversion = new GroupConversion(claims, converters, heartbeats, journal,
                new PatientUnits(stopping, unstored));
        return new ConversionDispatcher(counts, claims, conversion,
                new Recovery(journal, claims, new DeadServices(claims, heartbeats), leases, unstored, config),
                new OutboxRelay(units, listeners, List.of(), clock, metrics), converters, new QueueGauges(metrics),
                config, metrics);
    }

    public Map<String, Long> countByState() {
        return counts.count().await().indefinitely().byState();
    }

    /** Makes whole groups pending, and says which. */
    public List<String> promoteWhole() {
        return counts.promoteWhole().await().indefinitely();
    }
}
