package org.dsa110.contimg.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;

/** What the threads of a file need to run units of work on a scratch file. A unit has the connection, and no session of Hibernate. */
public final class ScratchUnits {
    /** A count of twenty million rows, which one test has made twice, takes longer than 30 s where each core has ten others to run. */
    private static final long PATIENCE_SECONDS = 120;

    private final ScratchFile file;
    private final WatchedStorage storage;
    private final DatabaseContext context;

    /** @param settings keys below {@code contimg.database} */
    public ScratchUnits(Path folder, Map<String, String> settings) throws SQLException {
        this(folder, settings, new SimpleMeterRegistry());
    }

    /** @param settings keys below {@code contimg.database} */
    public ScratchUnits(Path folder, Map<String, String> settings, MeterRegistry registry) throws SQLException {
        file = new ScratchFile(folder);
        DatabaseSettings all = new DatabaseSettings(settings);
        Engine engine = all.engine();
        Meters meters = new Meters(registry, Tags.empty());
        storage = new WatchedStorage(engine.open(file.location(), meters));
        context = new DatabaseContext(file.location(), engine, storage.storage(), all.config(), new DeadlineWatch(),
                new UnitMetrics(meters, List.of(Database.PRODUCTS)), ignored -> (unit, on) -> unit.run(on.jdbc()));
    }

    public ScratchFile file() {
        return file;
    }

    public DatabaseContext context() {
        return context;
    }

    /** The next call of a method, of the storage or of a connection, throws this instead. */
    public void fail(String method, Throwable fault) {
        storage.fail(method, fault);
    }

    /** Is complete when the next call of a method, of the storage or of a connection, has returned. */
    public CompletableFuture<Void> next(String method) {
        return storage.next(method);
    }

    /** The answer is given on the thread that ran the unit; whoever cancels it goes away. */
    public static <T> CompletableFuture<T> submit(Consumer<PendingUnit<?>> to, boolean reading, UnitOfWork<T> work) {
        return Uni.createFrom().<T>emitter(emitter -> to.accept(
                new PendingUnit<>(Database.PRODUCTS, work, reading, emitter, Runnable::run)))
                .subscribeAsCompletionStage();
    }

    /** The result, which must come soon. */
    public static <T> T result(CompletableFuture<T> unit) throws Exception {
        return unit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Why it failed, which must come soon; null when it did not. */
    public static Throwable failure(CompletableFuture<?> unit) throws Exception {
        return result(unit.<Throwable>handle((item, failure) -> failure));
    }

    /** Of the failure; null when there is none, or it is another than a database's. */
    public static Kind kind(CompletableFuture<?> unit) throws Exception {
        return failure(unit) instanceof DatabaseException e ? e.kind() : null;
    }

    /** A unit that runs until it is let go, so that others wait behind it; a test that fails and forgets it is not kept for ever. */
    public static final class Hold {
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final CompletableFuture<Object> unit;

        /** Returns when it runs. */
        public Hold(Consumer<PendingUnit<?>> on, boolean reading) throws InterruptedException {
            unit = submit(on, reading, UnitOfWork.named("hold", connection -> {
                began.countDown();
                end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return null;
            }));
            assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it runs").isTrue();
        }

        public void letGo() {
            end.countDown();
        }

        /** Lets it go, and waits until it has its answer. */
        public void end() throws Exception {
            letGo();
            result(unit);
        }
    }
}
