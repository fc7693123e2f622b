package org.dsa110.contimg.database.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;
import org.dsa110.contimg.database.internal.unit.UnitRunner;
import org.dsa110.contimg.database.internal.writer.Writer;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** A file that is open, with its writer and its readers; or a database in memory, which has a writer only. Thread-safe. */
final class OpenDatabase {
    private final DatabaseContext context;
    /** Whether reads run beside writes. */
    private final boolean parallel;
    private final Writer writer;
    private final Readers readers;
    private static final RepeatedLines REFUSALS = RepeatedLines.of(OpenDatabase.class);

    /**
     * Opens it, and starts its threads.
     *
     * @throws DatabaseException when it cannot be opened, or a setting of a connection did not take
     */
    OpenDatabase(Location location, List<Database> databases, Engine engine, DatabaseConfig config, DeadlineWatch watch,
            MeterRegistry registry) {
        Meters meters = new Meters(registry,
                Tags.of("file", databases.stream().map(Database::unitName).collect(Collectors.joining("+"))));
        UnitMetrics metrics = new UnitMetrics(meters, databases);
        Storage storage = engine.open(location, meters);
        context = new DatabaseContext(location, engine, storage, config, watch, metrics, UnitRunner::new);
        parallel = location instanceof Location.File;
        readers = new Readers(context);
        writer = new Writer(context, readers);
        try {
            writer.start();
            if (parallel) {
                readers.start();
                metrics.queue("read", readers::queued);
                metrics.queue("long_read", readers::longQueued);
                metrics.readersInUse(readers::inUse);
            }
            storage.addGauges();
            metrics.queue("write", writer::queued);
        } catch (Throwable e) {
            closeAfter(e);
            throw e;
        }
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    void submit(PendingUnit<?> unit) {
        try {
            if (unit.reading() && parallel) {
                readers.submit(unit);
            } else {
                writer.submit(unit);
            }
        } catch (DatabaseException e) {
            context.metrics().refused(unit.database(), unit.reading());
            REFUSALS.warn(List.of(e.kind(), context.location()), null, "A unit of work was refused: %s",
                    e.getMessage());
            throw e;
        }
    }

    /**
     * Opens the file once more, to see whether that can be done; memory is always there.
     *
     * @throws DatabaseException when it cannot, or is another file
     */
    void probe() {
        context.storage().probe();
    }

    /** Whether units of work wait for the writer. */
    boolean writesWait() {
        return writer.queued() > 0;
    }

    /** How long the writer has had work waiting without any progress. */
    Duration stalledFor() {
        return writer.stalledFor();
    }

    /** From now on no write waits long for another program's lock. */
    void stopWaiting() {
        writer.stopWaiting();
    }

    /** Takes no more units of work. */
    void stopTaking() {
        writer.stopTaking();
        readers.stopTaking();
    }

    /** The queues drain, then the file closes. The writer comes last, as it can empty the log only when no read uses it. */
    void close() throws InterruptedException {
        stopTaking();
        readers.close();
        writer.close();
        context.storage().close();
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (InterruptedException e) {
            failure.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }
}
