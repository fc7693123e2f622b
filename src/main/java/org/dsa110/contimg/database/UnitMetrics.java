package org.dsa110.contimg.database;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
import org.jboss.logging.Logger;

/** What is counted and timed about the units of work of one file, or one database in memory. Thread-safe. */
final class UnitMetrics {
    private static final Logger LOG = Logger.getLogger(UnitMetrics.class);
    private static final String PREFIX = "contimg.database.";

    /** How a batch ended. */
    enum BatchOutcome {
        /** Durable. */
        COMMITTED,
        /** Its transaction was lost; its units were run again by themselves. */
        LOST,
        /** It never had the write lock. */
        NOT_BEGUN
    }

    private final MeterRegistry registry;
    private final Tags file;
    private final Map<Database, Map<Boolean, Map<UnitOutcome, Counter>>> units = new EnumMap<>(Database.class);
    private final Map<BatchOutcome, Counter> batches = new EnumMap<>(BatchOutcome.class);
    private final DistributionSummary batchSize;
    private final Timer writeWait;
    private final Timer readWait;
    private final Timer readTime;
    private final Timer hold;
    private final Timer lockTime;
    private final Counter lockRetries;
    private final Counter deadlineInterrupts;
    private final Counter checkpoints;
    private final Counter failedCheckpoints;

    /** @param databases those whose file it is */
    UnitMetrics(MeterRegistry registry, List<Database> databases) {
        this.registry = registry;
        this.file = Tags.of("file", databases.stream().map(Database::unitName).collect(Collectors.joining("+")));
        for (Database database : databases) {
            units.put(database, Map.of(true, unitCounters(database, "read"), false, unitCounters(database, "write")));
        }
        for (BatchOutcome outcome : BatchOutcome.values()) {
            batches.put(outcome, Counter.builder(PREFIX + "batches").description("Batches of writes by how they ended")
                    .tags(file.and("outcome", outcome.name().toLowerCase(Locale.ROOT))).register(registry));
        }
        batchSize = DistributionSummary.builder(PREFIX + "batch.size").tags(file)
                .description("Units of work that shared a commit").register(registry);
        writeWait = timer("wait", "Time that a unit of work waited before it was run", file.and("kind", "write"));
        readWait = timer("wait", "Time that a unit of work waited before it was run", file.and("kind", "read"));
        readTime = timer("read.time", "Time that a read ran", file);
        hold = timer("hold", "Time that a batch held the write lock, from BEGIN to the end of its COMMIT", file);
        lockTime = timer("lock.time",
                "Time for which other programs could not get the write lock, over batches without a pause between them",
                file);
        lockRetries = counter("lock.retries", "Times that another program's write lock was found held");
        deadlineInterrupts = counter("deadline.interrupts", "Units of work that were interrupted at their deadline");
        checkpoints = Counter.builder(PREFIX + "checkpoints").tags(file.and("outcome", "success"))
                .description("Copies of the write-ahead log into the file").register(registry);
        failedCheckpoints = Counter.builder(PREFIX + "checkpoints").tags(file.and("outcome", "failure"))
                .description("Copies of the write-ahead log into the file").register(registry);
    }

    /** @param kind read or write */
    void queue(String kind, Supplier<Number> depth) {
        Gauge.builder(PREFIX + "queue.depth", depth).description("Units of work that wait").tags(file.and("kind", kind))
                .register(registry);
    }

    void readersInUse(Supplier<Number> count) {
        Gauge.builder(PREFIX + "readers.busy", count).description("Readers that run a unit of work").tags(file)
                .register(registry);
    }

    void walPending(Supplier<Number> frames) {
        Gauge.builder(PREFIX + "wal.pending", frames).tags(file).baseUnit("frames")
                .description("Pages in the write-ahead log that are not in the file yet, when it was last looked at")
                .register(registry);
    }

    void size(Supplier<Number> bytes) {
        Gauge.builder(PREFIX + "size", bytes).description("Size of the file, without its write-ahead log").tags(file)
                .baseUnit("bytes").register(registry);
    }

    void batch(BatchOutcome outcome, int size, long holdNanos) {
        count(() -> {
            batches.get(outcome).increment();
            if (outcome != BatchOutcome.NOT_BEGUN) {
                batchSize.record(size);
                hold.record(holdNanos, TimeUnit.NANOSECONDS);
            }
        });
    }

    void ended(PendingUnit<?> unit) {
        count(() -> countEnd(unit));
    }

    private void countEnd(PendingUnit<?> unit) {
        UnitOutcome outcome = UnitOutcome.of(unit);
        ended(unit.database(), unit.reading(), outcome);
        if (outcome == UnitOutcome.DEADLINE) {
            deadlineInterrupts.increment();
        }
        if (unit.wasRun()) {
            (unit.reading() ? readWait : writeWait).record(unit.startedNanos() - unit.submittedNanos(),
                    TimeUnit.NANOSECONDS);
            if (unit.reading()) {
                readTime.record(unit.runNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    void refused(Database database, boolean reading) {
        count(() -> ended(database, reading, UnitOutcome.REFUSED));
    }

    void lockHeld(long nanos) {
        count(() -> lockTime.record(nanos, TimeUnit.NANOSECONDS));
    }

    void lockRetry() {
        count(lockRetries::increment);
    }

    void checkpoint(boolean success) {
        count((success ? checkpoints : failedCheckpoints)::increment);
    }

    /** Units of work go on whatever is the matter with the meters. */
    private static void count(Runnable counting) {
        try {
            counting.run();
        } catch (Throwable fault) {
            LOG.error("A unit of work could not be counted", fault);
        }
    }

    private void ended(Database database, boolean reading, UnitOutcome outcome) {
        units.get(database).get(reading).get(outcome).increment();
    }

    private Map<UnitOutcome, Counter> unitCounters(Database database, String kind) {
        Map<UnitOutcome, Counter> counters = new EnumMap<>(UnitOutcome.class);
        for (UnitOutcome outcome : UnitOutcome.values()) {
            counters.put(outcome, Counter.builder(PREFIX + "units").description("Units of work by how they ended")
                    .tags("database", database.unitName(), "kind", kind, "outcome",
                            outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry));
        }
        return counters;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).tags(file).register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(PREFIX + name).description(description).tags(tags).register(registry);
    }
}
