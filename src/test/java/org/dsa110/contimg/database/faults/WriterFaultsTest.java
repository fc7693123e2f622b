package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.faults.ScratchDatabase.answer;
import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;
import static org.dsa110.contimg.database.faults.ScratchDatabase.facts;
import static org.dsa110.contimg.database.faults.ScratchDatabase.kind;
import static org.dsa110.contimg.database.faults.ScratchDatabase.number;

import java.sql.Connection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.junit.jupiter.api.Test;

/** What keeps the writer from its work, or would end it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class WriterFaultsTest extends FaultSuite {
    @Test
    void allThatWaitForAnotherProgramsLockAreToldInTime() throws Exception {
        ScratchDatabase database = open(Map.of("lock-timeout", "300ms"));
        ScratchDatabase.Callers callers = database.new Callers();
        try (Connection other = database.otherProgram()) {
            execute(other, "BEGIN IMMEDIATE");
            execute(other, "INSERT INTO fact (unit, part) VALUES ('other', 0)");
            callers.write("a", 2).write("b", 2).write("c", 2);
            assertThat(kind(callers.of("a"))).isEqualTo(Kind.BUSY);
            assertThat(kind(callers.of("b"))).isEqualTo(Kind.BUSY);
            assertThat(kind(callers.of("c"))).isEqualTo(Kind.BUSY);
            assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact"))))
                    .as("reads go on").isNull();
            execute(other, "ROLLBACK");
        }
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void whatWasAcceptedIsAnsweredTrulyAtShutdownAndNothingMoreIsTaken() throws Exception {
        ScratchDatabase database = open(Map.of("writer.batch-size", "4"));
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers();
        for (int i = 0; i < 40; i++) {
            if (i % 7 == 3) {
                callers.write("throws " + i, 2, connection -> {
                    throw new IllegalStateException("mine");
                });
            } else {
                callers.write("waits " + i, 2);
            }
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(database::close,
                task -> new Thread(task, "closing").start());
        while (kindNow(database) != Kind.CLOSED) {
            Thread.onSpinWait();
        }
        assertThat(callers.all()).noneMatch(CompletableFuture::isDone);
        release.countDown();
        closing.get(60, TimeUnit.SECONDS);

        for (int i = 0; i < 40; i++) {
            if (i % 7 == 3) {
                assertThat(answer(callers.of("throws " + i))).hasMessage("mine");
            } else {
                assertThat(answer(callers.of("waits " + i))).isNull();
            }
        }
        callers.assertToldTheTruth();
        database.open();
        database.assertWell();
    }

    @Test
    void anErrorInTheMetricsEndsNoThreadAndNobodyIsLeftWithoutAnAnswer() throws Exception {
        FaultyMeters meters = new FaultyMeters();
        ScratchDatabase database = open(folder, Map.of(), meters);
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("a", 2).write("b", 2, connection -> {
            throw new IllegalStateException("mine");
        });
        meters.breakDown();
        release.countDown();
        assertThat(answer(callers.of("a"))).isNull();
        assertThat(answer(callers.of("b"))).hasMessage("mine");
        for (int i = 0; i < 4; i++) {
            assertThat(answer(callers.write("c" + i, 2).of("c" + i))).isNull();
            assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact")))).isNull();
        }
        meters.repair();

        assertThat(meters.failed()).isPositive();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aFaultWhileItOpensLeavesNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FaultyMeters meters = new FaultyMeters();
        meters.breakDown();
        assertThatThrownBy(() -> open(folder, Map.of(), meters)).hasMessage("the metrics are broken");

        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        left.removeIf(thread -> !thread.getName().matches("(writer|reader|unit) .*"));
        for (Thread thread : left) {
            thread.join(ScratchDatabase.PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** The threads on which callers are answered are not ours. */
    @Test
    void anAnswerThatCannotBeGivenHarmsNoOther() throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        CompletableFuture<?> unanswerable;
        Executor usual = Infrastructure.getDefaultExecutor();
        Infrastructure.setDefaultExecutor(answer -> {
            throw new LinkageError("no thread to answer on");
        }, false);
        try {
            unanswerable = database.write(facts("unanswerable", 2));
        } finally {
            Infrastructure.setDefaultExecutor(usual, false);
        }
        CompletableFuture<?> after = database.write(facts("after", 2));
        release.countDown();

        assertThat(answered(after)).isTrue();
        assertThat(answer(after)).isNull();
        assertThat(database.stored()).containsEntry("after", 2);
        assertThat(database.stored().getOrDefault("unanswerable", 0)).isIn(0, 2);
        assertThat(unanswerable.isCompletedExceptionally() && database.stored().containsKey("unanswerable")).isFalse();
        database.assertWell();
    }

    @Test
    void aUnitThatCannotBeNamedHarmsNoOther() throws Exception {
        ScratchDatabase database = open(Map.of("slow-unit", "0s"));
        UnitOfWork<Object> nameless = new UnitOfWork<>() {
            @Override
            public Object run(Connection connection) {
                return null;
            }

            @Override
            public String label() {
                throw new IllegalStateException("no name");
            }
        };
        CountDownLatch release = database.hold();
        CompletableFuture<?> first = database.write(nameless);
        ScratchDatabase.Callers callers = database.new Callers().write("after", 2);
        release.countDown();
        assertThat(answer(first)).hasMessage("no name");
        for (int i = 0; i < 4; i++) {
            assertThat(answer(database.read(nameless))).hasMessage("no name");
        }
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aStrayInterruptOfTheWriterHarmsNobody() throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers();
        CompletableFuture<Thread> writer = database.write(connection -> Thread.currentThread());
        answer(writer);
        for (int i = 0; i < 50; i++) {
            callers.write("interrupted " + i, 2);
            writer.join().interrupt();
            answer(callers.of("interrupted " + i));
        }
        callers.assertToldTheTruth();
        database.assertWell();
    }

    /** Soon: an answer that takes the whole patience of a test is none. */
    private static boolean answered(CompletableFuture<?> caller) throws InterruptedException {
        try {
            caller.handle((item, failure) -> true).get(20, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException never) {
            return false;
        }
    }

    private static Kind kindNow(ScratchDatabase database) throws Exception {
        CompletableFuture<?> read = database.read(connection -> null);
        return answer(read) instanceof DatabaseException e ? e.kind() : null;
    }
}
