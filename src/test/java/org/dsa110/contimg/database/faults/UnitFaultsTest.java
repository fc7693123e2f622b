package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.faults.ScratchDatabase.answer;
import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;
import static org.dsa110.contimg.database.faults.ScratchDatabase.facts;
import static org.dsa110.contimg.database.faults.ScratchDatabase.insert;
import static org.dsa110.contimg.database.faults.ScratchDatabase.kind;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;

/** What a unit of work, or its caller, does to its batch. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class UnitFaultsTest extends FaultSuite {
    @Test
    void whatAUnitThrowsFailsThatUnitAlone() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("exception", 2, throwing(new IllegalStateException("mine")))
                .write("error", 2, throwing(new LinkageError("mine")))
                .write("overflow", 2, connection -> {
                    insert(connection, "overflow", 0, 2);
                    return forEver(1);
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("before"))).isNull();
        assertThat(answer(callers.of("exception"))).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(answer(callers.of("error"))).isInstanceOf(LinkageError.class).hasMessage("mine");
        assertThat(answer(callers.of("overflow"))).isInstanceOf(StackOverflowError.class);
        assertThat(answer(callers.of("after"))).isNull();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aUnitThatGoesOnAfterItsInterruptsIsUndone() throws Exception {
        ScratchDatabase database = open(Map.of("deadline", "200ms"));
        ScratchDatabase.Callers callers = database.new Callers().write("stubborn", 4, connection -> {
            insert(connection, "stubborn", 0, 2);
            for (int interrupts = 0; interrupts < 3; interrupts++) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException ignored) {
                    // That is what is wrong with this unit.
                }
            }
            while (true) {
                try {
                    insert(connection, "stubborn", 2, 4);
                    return null;
                } catch (SQLException ignored) {
                    // And this: the next try may come between two interrupts.
                }
            }
        });

        assertThat(kind(callers.of("stubborn"))).isEqualTo(Kind.DEADLINE);
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aUnitWhoseCallerWentAwayBeforeItsTurnIsNotRun() throws Exception {
        ScratchDatabase database = open(Map.of());
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch release = database.hold();
        Cancellable caller = database.units().write(Database.PRODUCTS, connection -> {
            ran.set(true);
            return facts("gone", 2).run(connection);
        }).subscribe().with(answer -> ran.set(true), failure -> ran.set(true));
        CompletableFuture<?> after = database.write(facts("after", 2));
        caller.cancel();
        release.countDown();

        assertThat(answer(after)).isNull();
        assertThat(ran).isFalse();
        assertThat(database.stored()).containsOnlyKeys("after");
        database.assertWell();
    }

    @Test
    void aUnitWhoseCallerGoesAwayWhileItRunsIsWrittenWhollyOrNotAtAll() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Cancellable caller = database.units().write(Database.PRODUCTS, connection -> {
            insert(connection, "gone", 0, 2);
            started.countDown();
            release.await();
            insert(connection, "gone", 2, 4);
            return null;
        }).subscribe().with(answer -> {
        });
        started.await();
        CompletableFuture<?> after = database.write(facts("after", 2));
        caller.cancel();
        release.countDown();

        assertThat(answer(after)).isNull();
        assertThat(database.stored()).containsEntry("after", 2);
        assertThat(database.stored().getOrDefault("gone", 4)).isEqualTo(4);
        database.assertWell();
    }

    @Test
    void aUnitWhoseCallerWentAwayBeforeItsBatchWasRunAgainIsCountedAsCancelled() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ScratchDatabase database = open(folder, Map.of(), meters);
        CountDownLatch release = database.hold();
        AtomicReference<Cancellable> caller = new AtomicReference<>();
        caller.set(database.units().write(Database.PRODUCTS, facts("gone", 2)).subscribe().with(answer -> {
        }));
        CompletableFuture<?> breaks = database.write(connection -> {
            insert(connection, "breaks", 0, 1);
            caller.get().cancel();
            execute(connection, "INSERT OR ROLLBACK INTO fact (unit, part) VALUES ('breaks', 0)");
            return null;
        });
        CompletableFuture<?> after = database.write(facts("after", 2));
        release.countDown();

        assertThat(answer(breaks)).isNotNull();
        assertThat(answer(after)).isNull();
        assertThat(database.stored()).containsOnlyKeys("after");
        database.assertWell();
        assertThat(meters.get("contimg.database.units").tags("kind", "write", "outcome", "cancelled").counter().count())
                .isEqualTo(1);
    }

    @Test
    void aUnitThatLeavesASavepointOpenHarmsNobody() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("kept", 2, connection -> {
                    execute(connection, "SAVEPOINT mine");
                    insert(connection, "kept", 0, 2);
                    return null;
                })
                .write("thrown", 2, connection -> {
                    insert(connection, "thrown", 0, 1);
                    execute(connection, "SAVEPOINT mine");
                    insert(connection, "thrown", 1, 2);
                    throw new IllegalStateException("mine");
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("kept"))).isNull();
        assertThat(answer(callers.of("thrown"))).hasMessage("mine");
        callers.assertToldTheTruth();
        database.assertWell();
    }

    /** The driver takes a savepoint for the begin of a transaction that it may end. */
    @Test
    void theDriversOwnSavepointsEndNoTransaction() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("savepoint", 2, connection -> {
            Savepoint savepoint = connection.setSavepoint();
            insert(connection, "undone", 0, 2);
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            insert(connection, "savepoint", 0, 2);
            return null;
        }).write("commits with it", 2, connection -> {
            connection.setSavepoint();
            insert(connection, "commits with it", 0, 2);
            connection.commit();
            return null;
        }).write("commits", 2, connection -> {
            insert(connection, "commits", 0, 2);
            connection.commit();
            return null;
        });
        release.countDown();

        assertThat(answer(callers.of("savepoint"))).isNull();
        assertThat(answer(callers.of("commits with it"))).isNotNull();
        assertThat(answer(callers.of("commits"))).isNotNull();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aUnitThatCommitsBehindATriggerIsRefused() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2).write("commits", 2, connection -> {
            insert(connection, "commits", 0, 2);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TRIGGER t AFTER INSERT ON filler BEGIN SELECT 1; END; COMMIT");
            }
            return null;
        }).write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("commits"))).hasMessageContaining("not its own to begin or end");
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void eachUnitCanAskTheDriverWhatTheDatabaseHas() throws Exception {
        ScratchDatabase database = open(Map.of());
        for (int i = 0; i < 2; i++) {
            assertThat(answer(database.write(connection -> {
                try (ResultSet types = connection.getMetaData().getTypeInfo()) {
                    return types.next();
                }
            }))).isNull();
        }
    }

    /** What is undone by ROLLBACK TO is read from a file for temporary data once it is more than a little. */
    @Test
    void whenUndoingAUnitFailsNobodyIsToldWhatTheFileDoesNotBearOut() throws Exception {
        IoFaults faults = IoFaults.ofThisProgram();
        ScratchDatabase database = open(Map.of());
        assertThat(answer(database.write(connection -> {
            execute(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                    + " INSERT INTO filler SELECT i, zeroblob(3000) FROM n");
            return null;
        }))).isNull();
        CountDownLatch release = database.hold();
        AtomicBoolean armed = new AtomicBoolean();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("undone", 2, connection -> {
                    insert(connection, "undone", 0, 2);
                    execute(connection, "UPDATE filler SET payload = randomblob(3000)");
                    if (armed.compareAndSet(false, true)) {
                        faults.in(temporaryData()).times(1).arm(IoFaults.Operation.READ);
                    }
                    throw new IllegalStateException("mine");
                })
                .write("after", 2);
        release.countDown();
        try {
            assertThat(answer(callers.of("before"))).isNull();
            assertThat(answer(callers.of("undone"))).isNotNull();
            assertThat(answer(callers.of("after"))).isNull();
            assertThat(faults.failed()).as("the undoing failed").isOne();
        } finally {
            faults.disarm();
        }

        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aViolationThatOnlyCommitFindsFailsTheUnitThatMadeIt() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("deferred", 2, connection -> {
                    insert(connection, "deferred", 0, 2);
                    execute(connection, "INSERT INTO child VALUES (7)");
                    return null;
                })
                .write("entity", 0, connection -> {
                    MeasurementSet ms = new MeasurementSet();
                    ms.path = "/ms/entity";
                    ms.persist();
                    return null;
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("before"))).isNull();
        assertThat(kind(callers.of("deferred"))).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(answer(callers.of("entity"))).isNull();
        assertThat(answer(callers.of("after"))).isNull();
        callers.assertToldTheTruth();
        assertThat(answer(database.read(
                connection -> ScratchDatabase.number(connection, "SELECT count(*) FROM ms_index")))).isNull();
        database.assertWell();
    }

    private static UnitOfWork<Object> throwing(Throwable failure) {
        return connection -> {
            insert(connection, failure instanceof Error ? "error" : "exception", 0, 2);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }

    private static int forEver(int depth) {
        return forEver(depth + 1) + 1;
    }

    /** Where SQLite keeps it: in a file that it removes as soon as it has opened it. */
    private static Path temporaryData() {
        return Stream.of(System.getenv("SQLITE_TMPDIR"), System.getenv("TMPDIR"), "/var/tmp")
                .flatMap(name -> Optional.ofNullable(name).stream())
                .map(Path::of)
                .findFirst().orElseThrow().resolve("etilqs_");
    }
}
