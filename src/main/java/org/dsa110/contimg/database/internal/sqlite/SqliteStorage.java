package org.dsa110.contimg.database.internal.sqlite;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.engine.RunningReads;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.database.internal.sqlite.SqliteConnection.CheckpointMode;
import org.dsa110.contimg.database.internal.sqlite.schema.KeptSchema;
import org.jboss.logging.Logger;

/** A file that is open, or a database in memory. Thread-safe. */
final class SqliteStorage implements Storage {
    private static final Logger LOG = Logger.getLogger(SqliteStorage.class);

    private final SqliteEngine engine;
    private final Location location;
    /** Null for a database in memory. */
    private final OpenedFile file;
    /** Null where nobody said what the schema should be. */
    private final KeptSchema schema;
    private final SqliteMetrics metrics;
    private Checkpoints checkpoints;
    /** Open as long as the database is, so that SQLite never takes away the log of a file that has no other connection for a moment. */
    private SqliteConnection anchor;

    SqliteStorage(SqliteEngine engine, Location location, Meters meters) {
        this.engine = engine;
        this.location = location;
        this.file = location instanceof Location.File f ? new OpenedFile(f.path()) : null;
        this.schema = engine.schema(location);
        this.metrics = new SqliteMetrics(meters);
    }

    @Override
    public WriteConnection openWriter(RunningReads reads, BooleanSupplier stopping) {
        // Not verified yet: until the anchor holds the log, another program that closes the file may take it away rightly.
        SqliteConnection first = engine.openWriter(location);
        try {
            anchor = engine.openReader(location);
            // A connection opens the log when it first looks into it.
            anchor.checkpoint(CheckpointMode.LOOK, Duration.ZERO);
        } catch (DatabaseException e) {
            first.close();
            throw e;
        }
        checkpoints = new Checkpoints(location, reads, engine.options().wal(), metrics, System::nanoTime);
        LockSharing sharing = new LockSharing(engine.options().writer(), metrics, System::nanoTime,
                LockSupport::parkNanos);
        return new SqliteWriteConnection(this, sharing, checkpoints, first, stopping);
    }

    /** Opens the connection that writes the file anew. The file must be the one that was opened. */
    SqliteConnection reopenWriter() {
        verifyFile();
        return engine.openWriter(location);
    }

    @Override
    public ReadConnection openReader() {
        check();
        return engine.openReader(location);
    }

    Location location() {
        return location;
    }

    SqliteMetrics metrics() {
        return metrics;
    }

    Duration lockTimeout() {
        return engine.lockTimeout();
    }

    @Override
    public void addGauges() {
        if (file != null) {
            metrics.walPending(checkpoints::pending);
            metrics.size(file::size);
            metrics.free(file::free);
        }
    }

    KeptSchema schema() {
        return schema;
    }

    /** @throws DatabaseException STORAGE when the file is not any more the one that was opened, or it lacks what the service needs of it */
    void verify() {
        verifyFile();
        verifySchema();
    }

    private void verifyFile() {
        if (file != null) {
            file.verify();
        }
    }

    private void verifySchema() {
        if (schema != null) {
            schema.verify();
        }
    }

    @Override
    public void check() {
        if (file != null) {
            file.verifyNowAndThen();
        }
        verifySchema();
    }

    @Override
    public void probe() {
        verify();
        if (file != null) {
            engine.openReader(location).close();
        }
    }

    @Override
    public void close() {
        if (anchor != null) {
            try {
                anchor.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing %s failed", location);
            }
        }
        engine.release(location);
    }
}
