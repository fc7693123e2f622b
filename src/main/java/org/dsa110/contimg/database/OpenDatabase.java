package org.dsa110.contimg.database;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.dsa110.contimg.database.EngineConnection.CheckpointMode;
import org.jboss.logging.Logger;

/** A file that is open, with its writer and its readers; or a database in memory, which has a writer only. Thread-safe. */
final class OpenDatabase {
    private static final Logger LOG = Logger.getLogger(OpenDatabase.class);

    private final DatabaseAccess access;
    private final Writer writer;
    private final Readers readers;
    private final Refusals refusals = new Refusals();
    /** Open as long as the database is, so that SQLite never takes away the log of a file that has no other connection for a moment. */
    private EngineConnection anchor;

    /**
     * Opens it, and starts its threads.
     *
     * @throws DatabaseException when it cannot be opened, or a setting of a connection did not take
     */
    OpenDatabase(Location location, List<Database> databases, Engine engine, DatabaseConfig config, DeadlineWatch watch,
            MeterRegistry registry) {
        UnitMetrics metrics = new UnitMetrics(registry, databases);
        OpenedFile file = location instanceof Location.File f ? new OpenedFile(f.path()) : null;
        access = new DatabaseAccess(location, file, engine, config, watch, metrics);
        readers = file == null ? null : new Readers(access);
        Checkpoints checkpoints = new Checkpoints(access, readers);
        writer = new Writer(access, checkpoints);
        try {
            writer.start();
            anchor = engine.openReader(location);
            // The log is open from the first look into it on.
            anchor.checkpoint(CheckpointMode.LOOK, Duration.ZERO);
            if (readers != null) {
                readers.start();
                metrics.queue("read", readers::queued);
                metrics.readersInUse(readers::inUse);
                metrics.walPending(checkpoints::pending);
                metrics.size(file::size);
            }
            metrics.queue("write", writer::queued);
        } catch (Throwable e) {
            closeAfter(e);
            throw e;
        }
    }

    /** @throws DatabaseException OVERLOADED or CLOSED */
    void submit(PendingUnit<?> unit) {
        try {
            if (unit.reading() && readers != null) {
                readers.submit(unit);
            } else {
                writer.submit(unit);
            }
        } catch (DatabaseException e) {
            access.metrics().refused(unit.database(), unit.reading());
            refusals.log(e);
            throw e;
        }
    }

    /**
     * Opens the file once more, to see whether that can be done; memory is always there.
     *
     * @throws DatabaseException when it cannot, or is another file
     */
    void probe() {
        if (readers != null) {
            access.verify();
            access.engine().openReader(access.location()).close();
        }
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
        if (readers != null) {
            readers.stopTaking();
        }
    }

    /** The queues drain, then the file closes, the writer last because it is who may empty the log. */
    void close() throws InterruptedException {
        stopTaking();
        if (readers != null) {
            readers.close();
        }
        writer.close();
        if (anchor != null) {
            try {
                anchor.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing %s failed", access.location());
            }
        }
        access.engine().release(access.location());
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
