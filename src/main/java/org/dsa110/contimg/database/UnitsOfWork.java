package org.dsa110.contimg.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

import jakarta.annotation.PreDestroy;
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
import org.jboss.logging.Logger;

/**
 * Runs units of work: the one way to the databases. Each method returns a {@link Uni} that does the work when it is subscribed to,
 * once per subscription, and ends with the unit's result or with what the unit threw; faults of the database are a
 * {@link DatabaseException}. The answer comes on the caller's Vert.x context, where it has one, otherwise on a worker thread; when the
 * program stops and has neither any more, on a thread of the database.
 * Thread-safe.
 */
@ApplicationScoped
public class UnitsOfWork {
    private static final Logger LOG = Logger.getLogger(UnitsOfWork.class);

    private final Engine engine;
    private final DatabaseConfig config;
    private final MeterRegistry registry;
    private final DeadlineWatch watch = new DeadlineWatch();
    private final List<OpenDatabase> opened = new ArrayList<>();
    private final Thread stopNotice = new Thread(this::giveNotice, "stop notice");
    private final Set<Runnable> stopListeners = ConcurrentHashMap.newKeySet();
    private volatile Map<Database, OpenDatabase> open = Map.of();
    private volatile boolean stopping;

    UnitsOfWork(Engine engine, DatabaseConfig config, MeterRegistry registry) {
        this.engine = engine;
        this.config = config;
        this.registry = registry;
    }

    /** Like {@link #read(Database, UnitOfWork)}, for work through Panache alone. */
    public <T> Uni<T> read(Database database, Callable<T> work) {
        return submit(database, NamedUnit.of(work), true);
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
        return submit(database, NamedUnit.of(work), false);
    }

    /**
     * Writes, after all writes that came before. When the Uni has an item, what was written is durable; when it fails, nothing of the
     * unit was written (see {@link DatabaseException} for the one exception).
     *
     * @param work see {@link UnitOfWork} on being run twice
     */
    public <T> Uni<T> write(Database database, UnitOfWork<T> work) {
        return submit(database, work, false);
    }

    /** What the failure of a statement means, for a unit that goes on after it, having undone it by a savepoint of its own. */
    public DatabaseException explain(SQLException failure) {
        return (DatabaseException) engine.explain(failure, false);
    }

    /**
     * Opens the file of a database once more, to see whether that can be done.
     *
     * @throws DatabaseException when it cannot
     */
    void probe(Database database) {
        opened(database).probe();
    }

    /** How long the writer of a database has had work waiting without any progress. */
    Duration stalledFor(Database database) {
        OpenDatabase file = open.get(database);
        return file == null ? Duration.ZERO : file.stalledFor();
    }

    /**
     * Opens the databases, which must exist and be migrated. Until then every unit of work fails with {@code CLOSED}.
     *
     * @param locations where each database is; those with the same location share one writer
     * @throws DatabaseException when one cannot be opened, or a setting of a connection did not take
     */
    public synchronized void open(Map<Database, Location> locations) {
        if (!opened.isEmpty()) {
            throw new IllegalStateException("the databases are open already");
        }
        Thread watchThread = new Thread(watch, "unit deadlines");
        watchThread.setDaemon(true);
        watchThread.start();
        Map<Location, List<Database>> sharing = locations.keySet().stream()
                .collect(Collectors.groupingBy(locations::get));
        Map<Database, OpenDatabase> all = new EnumMap<>(Database.class);
        try {
            sharing.forEach((location, databases) -> {
                OpenDatabase file = new OpenDatabase(location, databases, engine, config, watch, registry);
                opened.add(file);
                databases.forEach(database -> all.put(database, file));
            });
        } catch (Throwable e) {
            closeAfter(e);
            throw e;
        }
        open = all;
        Runtime.getRuntime().addShutdownHook(stopNotice);
    }

    /**
     * Whether the program has been told to stop: units of work still run, as those who stop have their own to do, but none waits long for
     * another program's lock, and no work of others should be begun.
     */
    public boolean isStopping() {
        return stopping;
    }

    /**
     * Has something done as soon as the program is told to stop, which is before its shutdown event: that waits for the requests that are
     * under way. Not done where the databases close without that, as in dev mode.
     *
     * @param listener runs on a thread of its own kind, once; must not throw
     * @return what takes it back
     */
    public Runnable onStopNotice(Runnable listener) {
        stopListeners.add(listener);
        return () -> stopListeners.remove(listener);
    }

    private void giveNotice() {
        expectClose();
        stopListeners.forEach(Runnable::run);
    }

    /** Earlier than the shutdown event, which waits for requests that wait for us. */
    private void expectClose() {
        stopping = true;
        open.values().forEach(OpenDatabase::stopWaiting);
    }

    void close(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event)
            throws InterruptedException {
        close();
    }

    /** A start that fails after the databases were opened has no shutdown event, and dev mode goes on with the next start. */
    @PreDestroy
    void closeWhatIsOpen() {
        try {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (InterruptedException e) {
            failure.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    /** Last of all that stops: the queues drain, all at the same time, then the files close. */
    private synchronized void close() throws InterruptedException {
        expectClose();
        try {
            Runtime.getRuntime().removeShutdownHook(stopNotice);
        } catch (IllegalStateException stopped) {
            LOG.debug("The program stops, so its notice was given", stopped);
        }
        opened.forEach(OpenDatabase::stopTaking);
        for (OpenDatabase file : opened) {
            try {
                file.close();
            } catch (RuntimeException fault) {
                LOG.error("A database could not be closed; the others are", fault);
            }
        }
        opened.clear();
        watch.stop();
    }

    private OpenDatabase opened(Database database) {
        OpenDatabase file = open.get(database);
        if (file == null) {
            throw UnitQueue.closedException();
        }
        return file;
    }

    private <T> Uni<T> submit(Database database, UnitOfWork<T> work, boolean reading) {
        return Uni.createFrom().emitter(emitter -> {
            if (RunningUnit.current() != null) {
                throw new IllegalStateException("a unit of work started another one; chain the two Unis instead");
            }
            opened(database).submit(new PendingUnit<>(database, work, reading, emitter, callerExecutor()));
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
