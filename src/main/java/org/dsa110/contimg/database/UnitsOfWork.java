package org.dsa110.contimg.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Runs units of work: the one way to the databases. Each method returns a {@link Uni} that does the work when it is subscribed to,
 * once per subscription, and ends with the unit's result or with what the unit threw; faults of the database are a
 * {@link DatabaseException}. The answer comes on the caller's Vert.x context, where it has one, otherwise on a worker thread.
 * Thread-safe.
 */
@ApplicationScoped
public class UnitsOfWork {
    private final Engine engine;
    private final DatabaseConfig config;
    private final MeterRegistry registry;
    private final DeadlineWatch watch = new DeadlineWatch();
    private final List<FileAccess> files = new ArrayList<>();
    private volatile Map<Database, FileAccess> open = Map.of();

    /** The two ways to one file. */
    private record FileAccess(Path path, Writer writer, Readers readers) {
    }

    UnitsOfWork(Engine engine, DatabaseConfig config, MeterRegistry registry) {
        this.engine = engine;
        this.config = config;
        this.registry = registry;
    }

    /** Like {@link #read(Database, UnitOfWork)}, for work through Panache alone. */
    public <T> Uni<T> read(Database database, Callable<T> work) {
        return read(database, connection -> work.call());
    }

    /**
     * Reads in one snapshot, beside other reads and writes. A read that writes fails with {@code WRITE_IN_READ} and changes nothing.
     *
     * @param work may run on any thread of the database
     */
    public <T> Uni<T> read(Database database, UnitOfWork<T> work) {
        return submit(database, work, true);
    }

    /** Like {@link #write(Database, UnitOfWork)}, for work through Panache alone. */
    public <T> Uni<T> write(Database database, Callable<T> work) {
        return write(database, connection -> work.call());
    }

    /**
     * Writes, after all writes that came before. When the Uni has an item, what was written is durable; when it fails, nothing of the
     * unit was written.
     *
     * @param work see {@link UnitOfWork} on being run twice
     */
    public <T> Uni<T> write(Database database, UnitOfWork<T> work) {
        return submit(database, work, false);
    }

    /**
     * Opens the file of a database once more, to see whether that can be done.
     *
     * @throws DatabaseException when it cannot
     */
    void probe(Database database) {
        FileAccess file = open.get(database);
        if (file == null) {
            throw UnitQueue.closedException();
        }
        engine.openReader(file.path()).close();
    }

    /** How long the writer of a database has had work waiting without any progress. */
    Duration stalledFor(Database database) {
        FileAccess file = open.get(database);
        return file == null ? Duration.ZERO : file.writer().stalledFor();
    }

    /**
     * Opens the files, which must exist and be migrated. Until then every unit of work fails with {@code CLOSED}.
     *
     * @param paths the real path of each database; those with the same share one writer
     * @throws DatabaseException when a file cannot be opened, or a setting of a connection did not take
     */
    public synchronized void open(Map<Database, Path> paths) {
        if (!files.isEmpty()) {
            throw new IllegalStateException("the databases are open already");
        }
        Thread watchThread = new Thread(watch, "unit deadlines");
        watchThread.setDaemon(true);
        watchThread.start();
        Map<Path, List<Database>> sharing = paths.keySet().stream().collect(Collectors.groupingBy(paths::get));
        Map<Database, FileAccess> opened = new EnumMap<>(Database.class);
        try {
            sharing.forEach((path, databases) -> {
                FileAccess file = access(path, databases);
                files.add(file);
                file.writer().start();
                file.readers().start();
                databases.forEach(database -> opened.put(database, file));
            });
        } catch (DatabaseException e) {
            closeAfter(e);
            throw e;
        }
        open = opened;
    }

    private FileAccess access(Path path, List<Database> databases) {
        UnitMetrics metrics = new UnitMetrics(registry, databases);
        Writer writer = new Writer(path, engine, config, watch, metrics);
        Readers readers = new Readers(path, engine, config, watch, metrics);
        metrics.queue("write", writer::queued);
        metrics.queue("read", readers::queued);
        return new FileAccess(path, writer, readers);
    }

    void close(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event)
            throws InterruptedException {
        close();
    }

    private void closeAfter(DatabaseException failure) {
        try {
            close();
        } catch (InterruptedException e) {
            failure.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    /** Last of all that stops: the queues drain, then the files close, the writer last because it is who may empty the WAL. */
    private synchronized void close() throws InterruptedException {
        for (FileAccess file : files) {
            file.readers().close();
            file.writer().close();
        }
        watch.stop();
    }

    private <T> Uni<T> submit(Database database, UnitOfWork<T> work, boolean reading) {
        return Uni.createFrom().emitter(emitter -> {
            if (RunningUnit.current() != null) {
                throw new IllegalStateException("a unit of work started another one; chain the two Unis instead");
            }
            FileAccess file = open.get(database);
            if (file == null) {
                throw UnitQueue.closedException();
            }
            PendingUnit<T> unit = new PendingUnit<>(database, work, reading, emitter, callerExecutor());
            if (reading) {
                file.readers().submit(unit);
            } else {
                file.writer().submit(unit);
            }
        });
    }

    private static Executor callerExecutor() {
        Context context = Vertx.currentContext();
        Executor executor = context == null
                ? Infrastructure.getDefaultExecutor()
                : answer -> context.runOnContext(ignored -> answer.run());
        return answer -> {
            try {
                executor.execute(answer);
            } catch (RejectedExecutionException stopping) {
                // The service stops and its threads are gone: the answer is still owed.
                answer.run();
            }
        };
    }
}
