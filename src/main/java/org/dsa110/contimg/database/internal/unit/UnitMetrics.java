package org.dsa110.contimg.database.internal.unit;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.internal.engine.Meters;

/** What is counted and timed about the units of work of one file, or one database in memory. Thread-safe. */
public final class UnitMetrics {
    /** How a batch ended. */
    public enum BatchOutcome {
        /** Durable; or a unit that did not share failed, and was rolled back. */
        COMMITTED,
        /** Its transaction was lost; its units were run again by themselves. */
        LOST,
        /** It never had the write lock. */
        NOT_BEGUN
    }

    private final Meters file;
    private final Map<Database, Map<Boolean, Map<UnitOutcome, Counter>>> units = new EnumMap<>(Database.class);
    private final Map<BatchOutcome, Counter> batches = new EnumMap<>(BatchOutcome.class);
    private final DistributionSummary batchSize;
    private final Timer writeWait;
    private final Timer readWait;
    private final Timer readTime;
    private final Timer hold;
    private final Counter deadlineInterrupts;
    private final Counter readsMoved;

    /** @param databases those whose file it is */
    public UnitMetrics(Meters file, List<Database> databases) {
        this.file = file;
        for (Database database : databases) {
            units.put(database, Map.of(true, unitCounters(database, "read"), false, unitCounters(database, "write")));
        }
        for (BatchOutcome outcome : BatchOutcome.values()) {
            batches.put(outcome, file.with("outcome", outcome.name().toLowerCase(Locale.ROOT)).counter("batches",
                    "Batches of writes by how they ended"));
        }
        batchSize = file.summary("batch.size", "Units of work that shared a commit");
        writeWait = wait("write");
        readWait = wait("read");
        readTime = file.timer("read.time", "Time that a read ran");
        hold = file.timer("hold", "Time that a batch held the write lock, from BEGIN to the end of its COMMIT");
        deadlineInterrupts = file.counter("deadline.interrupts",
                "Units of work that were interrupted at their deadline");
        readsMoved = file.counter("reads.moved",
                "Reads that ran long while others waited, and were begun again among the long ones");
    }

    /** @param kind read or write */
    public void queue(String kind, Supplier<Number> depth) {
        file.with("kind", kind).gauge("queue.depth", null, "Units of work that wait", depth);
    }

    public void readersInUse(Supplier<Number> count) {
        file.gauge("readers.busy", null, "Readers that run a unit of work", count);
    }

    public void batch(BatchOutcome outcome, int size, long holdNanos) {
        Meters.count(() -> {
            batches.get(outcome).increment();
            if (outcome != BatchOutcome.NOT_BEGUN) {
                batchSize.record(size);
                hold.record(holdNanos, TimeUnit.NANOSECONDS);
            }
        });
    }

    public void ended(PendingUnit<?> unit) {
        Meters.count(() -> countEnd(unit));
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

    /** A read gives way to others. */
    public void readMoved() {
        Meters.count(readsMoved::increment);
    }

    public void refused(Database database, boolean reading) {
        Meters.count(() -> ended(database, reading, UnitOutcome.REFUSED));
    }

    private void ended(Database database, boolean reading, UnitOutcome outcome) {
        units.get(database).get(reading).get(outcome).increment();
    }

    private Map<UnitOutcome, Counter> unitCounters(Database database, String kind) {
        Map<UnitOutcome, Counter> counters = new EnumMap<>(UnitOutcome.class);
        Meters meters = new Meters(file.registry(), Tags.of("database", database.unitName(), "kind", kind));
        for (UnitOutcome outcome : UnitOutcome.values()) {
            counters.put(outcome, meters.with("outcome", outcome.name().toLowerCase(Locale.ROOT)).counter("units",
                    "Units of work by how they ended"));
        }
        return counters;
    }

    private Timer wait(String kind) {
        return file.with("kind", kind).timer("wait", "Time that a unit of work waited before it was run");
    }
}
