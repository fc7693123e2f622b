package org.dsa110.contimg.database.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;
import org.dsa110.contimg.database.internal.writer.Writer;

/**
 * Units of work on one file, by the service's own writer and readers, without Quarkus around them: a unit has the connection, and no session
 * of Hibernate. It opens in milliseconds, and may be opened more than once in a process. Thread-safe.
 */
public final class PlainUnits implements UnitExecutor, AutoCloseable {
    private final Database database;
    private final Engine engine;
    private final DatabaseContext context;
    private final Writer writer;
    private final Readers readers;

    /**
     * Opens it.
     *
     * @param settings keys below {@code contimg.database}
     */
    public PlainUnits(Database database, Path file, Map<String, String> settings) {
        this.database = database;
        DatabaseSettings all = new DatabaseSettings(settings);
        Location location = new Location.File(file);
        Meters meters = new Meters(new SimpleMeterRegistry(), Tags.empty());
        engine = all.engine();
        context = new DatabaseContext(location, engine, engine.open(location, meters), all.config(),
                new DeadlineWatch(), new UnitMetrics(meters, List.of(database)),
                ignored -> (unit, on) -> runExplained(unit, on.jdbc()));
        readers = new Readers(context);
        writer = new Writer(context, readers);
        writer.start();
        readers.start();
    }

    private void runExplained(PendingUnit<?> unit, Connection connection) throws Exception {
        try {
            unit.run(connection);
        } catch (SQLException e) {
            throw engine.explain(e, unit.reading());
        }
    }

    @Override
    public <T> Uni<T> read(Database asked, UnitOfWork<T> work) {
        return submit(asked, work, true);
    }

    @Override
    public <T> Uni<T> write(Database asked, UnitOfWork<T> work) {
        return submit(asked, work, false);
    }

    private <T> Uni<T> submit(Database asked, UnitOfWork<T> work, boolean reading) {
        if (asked != database) {
            throw new IllegalArgumentException("only " + database + " is open, and not " + asked);
        }
        return Uni.createFrom().emitter(emitter -> {
            PendingUnit<T> unit = new PendingUnit<>(asked, work, reading, emitter, Runnable::run);
            if (reading) {
                readers.submit(unit);
            } else {
                writer.submit(unit);
            }
        });
    }

    @Override
    public boolean writesWait(Database asked) {
        return writer.queued() > 0;
    }

    @Override
    public DatabaseException explain(SQLException failure) {
        return engine.explain(failure, false);
    }

    @Override
    public void open(Map<Database, Location> locations) {
        throw new IllegalStateException("it is open");
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public Runnable onStopNotice(Runnable listener) {
        return () -> {
        };
    }

    /** What waits is done, then the file is closed. */
    @Override
    public void close() {
        try {
            readers.close();
            writer.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        context.storage().close();
    }
}
