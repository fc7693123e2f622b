package org.dsa110.contimg.database.internal.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.engine.WriteConnection;
import org.dsa110.contimg.database.internal.readers.Readers;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.UnitMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** How many commits a batch takes, what is in it, and what becomes of the others when one fails. */
class GroupCommitTest {
    @TempDir
    Path folder;
    private ScratchFile file;
    private Storage storage;
    private WriteConnection connection;
    private GroupCommit commits;
    /** Takes back the unit that was made last. */
    private final AtomicReference<Runnable> cancel = new AtomicReference<>();
    private final List<String> ran = new ArrayList<>();
    private final Queue<PendingUnit<?>> waiting = new ArrayDeque<>();

    @BeforeEach
    void makeFile() throws SQLException {
        file = new ScratchFile(folder);
    }

    @AfterEach
    void close() {
        connection.close();
        storage.close();
    }

    @Test
    void unitsThatWaitShareOneCommit() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(inserts("a"), inserts("b"), inserts("c"));

        assertThat(batch).hasSize(3).allMatch(PendingUnit::settled).allMatch(unit -> unit.failure() == null);
        assertThat(file.stored()).containsExactly("a", "b", "c");
        assertThat(file.commitsInLog()).isOne();
    }

    @Test
    void nobodyElseSeesAUnitOfABatchThatGoesOn() throws Exception {
        open(Map.of("writer.hold", "1h"));
        AtomicReference<List<String>> seen = new AtomicReference<>();
        write(inserts("a"), unit("looks", connection -> seen.set(file.stored())));

        assertThat(seen.get()).isEmpty();
        assertThat(file.stored()).containsExactly("a");
    }

    @Test
    void aBatchHasNoMoreUnitsThanItsSizeSays() throws Exception {
        open(Map.of("writer.hold", "1h", "writer.batch-size", "2"));
        write(inserts("a"), inserts("b"), inserts("c"));

        assertThat(file.stored()).containsExactly("a", "b");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aBatchThatHeldTheLockForLongEnoughTakesNoMore() throws Exception {
        open(Map.of("writer.hold", "5ms"));
        write(unit("long", connection -> {
            long started = System.nanoTime();
            while (System.nanoTime() - started < TimeUnit.MILLISECONDS.toNanos(5)) {
                Thread.onSpinWait();
            }
            ScratchFile.insert(connection, "long");
        }), inserts("after"));

        assertThat(file.stored()).containsExactly("long");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aUnitThatFailsIsUndoneAloneAndTheOthersAreStoredByTheSameCommit() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(inserts("before"), unit("fails", connection -> {
            ScratchFile.insert(connection, "undone");
            throw new IllegalStateException("mine");
        }), inserts("after"));

        assertThat(batch.get(1).failure()).hasMessage("mine");
        assertThat(batch).extracting(PendingUnit::failure).filteredOn(failure -> failure != null).hasSize(1);
        assertThat(file.stored()).containsExactly("after", "before");
        assertThat(file.commitsInLog()).isOne();
        assertThat(ran).containsExactly("before", "fails", "after");
    }

    @Test
    void afterALossEachUnitIsRunAgainInABatchOfItsOwn() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(inserts("a"), inserts("b"), loses(new IllegalStateException("mine")),
                inserts("waits"));

        assertThat(ran).containsExactly("a", "b", "loses", "a", "b", "loses");
        assertThat(file.stored()).containsExactly("a", "b");
        assertThat(file.commitsInLog()).isEqualTo(2);
        assertThat(batch).allMatch(PendingUnit::settled);
        assertThat(batch.get(0).failure()).isNull();
        assertThat(batch.get(1).failure()).isNull();
        assertThat(batch.get(2).failure()).hasMessage("mine");
        assertThat(waiting).as("what had not begun").hasSize(1);
    }

    @Test
    void aUnitThatLostItsOwnTransactionIsNotRunAgain() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(loses(new IllegalStateException("mine")));

        assertThat(ran).containsExactly("loses");
        assertThat(batch.get(0).failure()).hasMessage("mine");
    }

    @Test
    void aUnitThatExceededItsDeadlineIsNotRunAgain() throws Exception {
        open(Map.of("writer.hold", "1h"));
        write(inserts("a"), loses(new DatabaseException(Kind.DEADLINE, "too long", null)));

        assertThat(ran).containsExactly("a", "loses", "a");
        assertThat(file.stored()).containsExactly("a");
    }

    @Test
    void aUnitWhoseCallerWentAwayIsNotRun() throws Exception {
        open(Map.of("writer.hold", "1h"));
        PendingUnit<?> gone = inserts("gone");
        cancel.get().run();
        write(inserts("a"), gone, inserts("b"));

        assertThat(ran).containsExactly("a", "b");
        assertThat(file.stored()).containsExactly("a", "b");
    }

    @Test
    void aUnitThatDoesNotShareIsCommittedByItself() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(bulk("bulk", connection -> {
            ScratchFile.insert(connection, "bulk");
            ScratchFile.execute(connection, "SAVEPOINT own");
            ScratchFile.insert(connection, "undone");
            ScratchFile.execute(connection, "ROLLBACK TO own");
        }), inserts("after"));

        assertThat(batch).singleElement().matches(unit -> unit.settled() && unit.failure() == null);
        assertThat(file.stored()).containsExactly("bulk");
        assertThat(waiting).hasSize(1);
    }

    @Test
    void aUnitThatDoesNotShareAndFailsIsUndoneAndTheNextBatchBegins() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(bulk("fails", connection -> {
            ScratchFile.insert(connection, "undone");
            throw new IllegalStateException("mine");
        }));

        assertThat(batch.get(0).failure()).hasMessage("mine");
        assertThat(batch).allMatch(PendingUnit::settled);
        assertThat(ran).containsExactly("fails");
        write(inserts("after"));
        assertThat(file.stored()).containsExactly("after");
        assertThat(file.commitsInLog()).isOne();
    }

    @Test
    void aUnitThatDoesNotShareCommitsAndThenFailsIsToldThatItsOutcomeIsNotKnown() throws Exception {
        open(Map.of("writer.hold", "1h"));
        List<PendingUnit<?>> batch = write(bulk("commits", connection -> {
            ScratchFile.insert(connection, "its own");
            // Past the connection, which would refuse it.
            ((SQLiteConnection) connection).getDatabase().exec("commit", false);
            throw new IllegalStateException("after it");
        }));

        assertThat(batch.get(0).failure()).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));
        assertThat(file.stored()).containsExactly("its own");
    }

    private void open(Map<String, String> settings) {
        DatabaseSettings all = new DatabaseSettings(settings);
        DatabaseConfig config = all.config();
        Engine engine = all.engine();
        Meters meters = new Meters(new SimpleMeterRegistry(), Tags.empty());
        storage = engine.open(file.location(), meters);
        DatabaseContext context = new DatabaseContext(file.location(), engine, storage, config, new DeadlineWatch(),
                new UnitMetrics(meters, List.of(Database.PRODUCTS)),
                ignored -> (unit, on) -> unit.run(on.jdbc()));
        connection = storage.openWriter(new Readers(context), () -> false);
        commits = new GroupCommit(context, connection);
    }

    /** @return those that were taken into the batch */
    private List<PendingUnit<?>> write(PendingUnit<?>... units) {
        waiting.addAll(Arrays.asList(units));
        List<PendingUnit<?>> batch = new ArrayList<>(List.of(waiting.remove()));
        commits.write(batch, waiting::poll);
        return batch;
    }

    private PendingUnit<?> inserts(String x) {
        return unit(x, connection -> ScratchFile.insert(connection, x));
    }

    /** SQLite undoes all of the transaction, and the unit fails. */
    private PendingUnit<?> loses(Exception failure) {
        return unit("loses", connection -> {
            ScratchFile.insert(connection, "lost");
            try {
                ScratchFile.execute(connection, "INSERT OR ROLLBACK INTO t VALUES ('lost')");
            } catch (SQLException undone) {
                throw failure;
            }
        });
    }

    private PendingUnit<?> unit(String name, Work work) {
        return pending(connection -> {
            ran.add(name);
            work.run(connection);
            return null;
        });
    }

    private PendingUnit<?> bulk(String name, Work work) {
        return pending(UnitOfWork.bulk(name, connection -> {
            ran.add(name);
            work.run(connection);
            return null;
        }));
    }

    private PendingUnit<?> pending(UnitOfWork<Object> unit) {
        AtomicReference<PendingUnit<?>> made = new AtomicReference<>();
        cancel.set(Uni.createFrom().<Object>emitter(emitter -> made
                .set(new PendingUnit<>(Database.PRODUCTS, unit, false, emitter, Runnable::run)))
                .subscribe().with(answer -> {
                }, failure -> {
                })::cancel);
        return made.get();
    }

    private interface Work {
        void run(Connection connection) throws Exception;
    }
}
