package org.dsa110.contimg.database;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** What is counted and timed about the units of work of one file. Thread-safe. */
final class UnitMetrics {
    private final Map<Database, Counter> written = new EnumMap<>(Database.class);
    private final Map<Database, Counter> writeFailures = new EnumMap<>(Database.class);
    private final Map<Database, Counter> read = new EnumMap<>(Database.class);
    private final Map<Database, Counter> readFailures = new EnumMap<>(Database.class);
    private final DistributionSummary batchSize;
    private final Timer batchTime;
    private final Timer readTime;
    private final Counter batchesLost;
    private final MeterRegistry registry;
    private final Tags fileTag;

    /** @param databases those whose file it is */
    UnitMetrics(MeterRegistry registry, List<Database> databases) {
        this.registry = registry;
        this.fileTag = Tags.of("file", databases.stream().map(Database::unitName).collect(Collectors.joining("+")));
        for (Database database : databases) {
            written.put(database, units(database, "write", "success"));
            writeFailures.put(database, units(database, "write", "failure"));
            read.put(database, units(database, "read", "success"));
            readFailures.put(database, units(database, "read", "failure"));
        }
        batchSize = DistributionSummary.builder("contimg.database.batch.size")
                .description("Units of work that shared a commit")
                .tags(fileTag).register(registry);
        batchTime = Timer.builder("contimg.database.batch.time").description("Time from BEGIN to the end of a batch")
                .tags(fileTag)
                .register(registry);
        readTime = Timer.builder("contimg.database.read.time").description("Time that a read ran").tags(fileTag)
                .register(registry);
        batchesLost = Counter.builder("contimg.database.batches.lost")
                .description("Batches whose transaction was lost and run again")
                .tags(fileTag).register(registry);
    }

    void queue(String kind, Supplier<Number> depth) {
        Gauge.builder("contimg.database.queue.depth", depth).description("Units of work that wait")
                .tags(fileTag.and("kind", kind))
                .register(registry);
    }

    void batch(List<PendingUnit<?>> units, long nanos) {
        batchSize.record(units.size());
        batchTime.record(nanos, TimeUnit.NANOSECONDS);
        for (PendingUnit<?> unit : units) {
            (unit.failure() == null ? written : writeFailures).get(unit.database()).increment();
        }
    }

    void batchLost() {
        batchesLost.increment();
    }

    void read(PendingUnit<?> unit, long nanos) {
        readTime.record(nanos, TimeUnit.NANOSECONDS);
        (unit.failure() == null ? read : readFailures).get(unit.database()).increment();
    }

    private Counter units(Database database, String kind, String outcome) {
        return Counter.builder("contimg.database.units").description("Units of work that were run")
                .tags("database", database.unitName(), "kind", kind, "outcome", outcome).register(registry);
    }
}
