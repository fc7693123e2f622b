package org.dsa110.contimg.database.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import io.vertx.core.impl.ContextInternal;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.unit.CallerLoop;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.RunningUnit;
import org.dsa110.contimg.database.internal.unit.UnitQueue;
import org.jboss.logging.Logger;

/** Hands each unit of work to the writer or to the readers of its database, whose queues they wait in. Thread-safe. */
@ApplicationScoped
public class QueueingUnitExecutor implements UnitExecutor {
    private static final Logger LOG = Logger.getLogger(QueueingUnitExecutor.class);

    private final Engine engine;
    private final DatabaseConfig config;
    private final MeterRegistry registry;
    private final DeadlineWatch watch = new DeadlineWatch();
    private final List<OpenDatabase> opened = new ArrayList<>();
    private final Thread stopNotice = new Thread(this::giveNotice, "stop notice");
    private final Set<Runnable> stopListeners = ConcurrentHashMap.newKeySet();
    private volatile Map<Database, OpenDatabase> open = Map.of();
    private volatile boolean stopping;

    public QueueingUnitExecutor(Engine engine, DatabaseConfig config, MeterRegistry registry) {
        this.engine = engine;
        this.config = config;
        this.registry = registry;
    }

    @Override
    public <T> Uni<T> read(Database database, UnitOfWork<T> work) {
        return submit(database, work, true);
    }

    @Override
    public <T> Uni<T> write(Database database, UnitOfWork<T> work) {
        return submit(database, work, false);
    }

    @Override
    public boolean writesWait(Database database) {
        return opened(database).writesWait();
    }

    @Override
    public DatabaseException explain(SQLException failure) {
        return engine.explain(failure, false);
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

    @Override
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

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public Runnable onStopNotice(Runnable listener) {
        stopListeners.add(listener);
        return () -> stopListeners.remove(listener);
    }

    private void giveNotice() {
        expectClose();
        stopListeners.forEach(Runnable::run);
    }

    /**
     * Done before the shutdown event: that comes only when all requests have ended, and they may wait for a unit that waits for another
     * program's lock.
     */
    private void expectClose() {
        stopping = true;
        open.values().forEach(OpenDatabase::stopWaiting);
    }

    public void close(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event)
            throws InterruptedException {
        close();
    }

    /** For a start that fails after the databases were opened: it has no shutdown event, and in dev mode the process goes on. */
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

    /** The queues of all databases drain at the same time, then the files close. */
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
        if (context != null && context.isEventLoopContext()) {
            return new CallerLoop((ContextInternal) context);
        }
        Executor executor = context == null
                ? Infrastructure.getDefaultExecutor()
                : answer -> context.runOnContext(ignored -> answer.run());
        return answer -> {
            try {
                executor.execute(answer);
            } catch (RejectedExecutionException stopping) {
                // The program stops and its threads are gone, but the caller must have its answer.
                answer.run();
            }
        };
    }
}
