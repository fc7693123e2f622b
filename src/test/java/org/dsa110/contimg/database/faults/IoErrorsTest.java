package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.faults.ScratchDatabase.answer;
import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;
import static org.dsa110.contimg.database.faults.ScratchDatabase.facts;
import static org.dsa110.contimg.database.faults.ScratchDatabase.insert;
import static org.dsa110.contimg.database.faults.ScratchDatabase.kind;
import static org.dsa110.contimg.database.faults.ScratchDatabase.number;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.faults.IoFaults.Errno;
import org.dsa110.contimg.database.faults.IoFaults.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConnection;

/** What the operating system refuses in the middle of the work. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class IoErrorsTest extends FaultSuite {
    /** A page cache so small that a unit of a few hundred KiB is written to the WAL before its COMMIT. */
    private static final Map<String, String> SMALL_CACHES = Map.of("writer.cache-kib", "64", "readers.cache-kib", "64");

    private IoFaults faults;

    @BeforeEach
    void findLibrary() throws Exception {
        faults = IoFaults.ofThisProgram();
    }

    @AfterEach
    void disarm() {
        if (faults != null) {
            faults.disarm();
        }
    }

    @ParameterizedTest
    @CsvSource({"WRITE,EIO,STORAGE", "WRITE,ENOSPC,FULL", "WRITE,EROFS,STORAGE", "SYNC,EIO,UNKNOWN"})
    void whileCommitFailsEveryCallerOfTheBatchIsToldSo(Operation operation, Errno error, Kind told) throws Exception {
        ScratchDatabase database = open(Map.of());
        assertThat(answer(database.write(facts("earlier", 2)))).isNull();
        ScratchDatabase.Callers callers = database.new Callers().write("earlier", 2, connection -> null);
        answer(callers.of("earlier"));
        CountDownLatch release = database.hold();
        callers.write("a", 2).write("b", 3).write("c", 4);
        faults.in(folder).endingWith("-wal").error(error).arm(operation);
        release.countDown();

        assertThat(kind(callers.of("a"))).isEqualTo(told);
        assertThat(kind(callers.of("b"))).isEqualTo(told);
        assertThat(kind(callers.of("c"))).isEqualTo(told);
        assertThat(faults.failed()).isPositive();
        assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact"))))
                .as("reads go on").isNull();
        faults.disarm();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @ParameterizedTest
    @EnumSource(value = Operation.class, names = {"WRITE", "SYNC"})
    void aCommitThatFailsOnceIsAnsweredTruly(Operation operation) throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("a", 2).write("b", 3).write("c", 4);
        faults.in(folder).endingWith("-wal").times(1).arm(operation);
        release.countDown();

        for (var caller : callers.all()) {
            answer(caller);
        }
        assertThat(faults.failed()).isOne();
        callers.assertToldTheTruth();
        callers.assertToldTheTruthAfterCrash(folder);
        database.assertWell();
    }

    /** The frames are whole in the WAL when fsync fails, and a crash makes SQLite read it again. */
    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "5,false", "5,true"})
    void aCrashDoesNotBringBackWhatFailedToBeSynced(int units, boolean big) throws Exception {
        ScratchDatabase database = open(big ? SMALL_CACHES : Map.of());
        ScratchDatabase.Callers callers = database.new Callers().write("earlier", 2);
        answer(callers.of("earlier"));
        CountDownLatch release = database.hold();
        for (int i = 0; i < units; i++) {
            String unit = "unsynced " + i;
            callers.write(unit, 2, connection -> {
                insert(connection, unit, 0, 2);
                if (big) {
                    execute(connection, "INSERT INTO filler (payload) VALUES (zeroblob(300000))");
                }
                return null;
            });
        }
        faults.in(folder).endingWith("-wal").arm(Operation.SYNC);
        release.countDown();
        for (int i = 0; i < units; i++) {
            assertThat(kind(callers.of("unsynced " + i))).isEqualTo(Kind.UNKNOWN);
        }
        callers.assertToldTheTruthAfterCrash(folder);
        faults.disarm();
        callers.assertToldTheTruth();
        callers.assertToldTheTruthAfterCrash(folder);
        database.assertWell();
    }

    /** SQLite tells of a commit before it tries it. */
    @ParameterizedTest
    @EnumSource(value = Operation.class, names = {"WRITE", "SYNC"})
    void aUnitThatCommitsAndFailsToTakesNobodysWriteWithIt(Operation operation) throws Exception {
        ScratchDatabase database = open(Map.of());
        CountDownLatch release = database.hold();
        AtomicBoolean tried = new AtomicBoolean();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("committing", 0, connection -> {
                    if (tried.compareAndSet(false, true)) {
                        faults.in(folder).endingWith("-wal").times(1).arm(operation);
                    }
                    // Past the connection, which would refuse it.
                    ((SQLiteConnection) connection).getDatabase().exec("commit", false);
                    return null;
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("before"))).isNull();
        assertThat(kind(callers.of("committing"))).as("as it did commit when it was run again").isEqualTo(Kind.UNKNOWN);
        assertThat(answer(callers.of("after"))).isNull();
        assertThat(faults.failed()).isOne();
        callers.assertToldTheTruth();
        callers.assertToldTheTruthAfterCrash(folder);
        database.assertWell();
    }

    /** A COMMIT writes several frames, of which each may be the one that is cut in half. */
    @Test
    void aTornCommitIsAnsweredTrulyWhereverItIsTorn() throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers();
        for (int write = 0; write < 12; write++) {
            faults.in(folder).endingWith("-wal").torn().after(write).times(1).arm(Operation.WRITE);
            answer(callers.write("torn " + write, 40).of("torn " + write));
            faults.disarm();
            callers.assertToldTheTruth();
        }
        database.assertWell();
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfAUnitFailsThatUnitAndTheNextSucceeds() throws Exception {
        ScratchDatabase database = open(SMALL_CACHES);
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("big", 2, connection -> {
                    insert(connection, "big", 0, 1);
                    faults.in(folder).endingWith("-wal").error(Errno.ENOSPC).arm(Operation.WRITE);
                    try {
                        execute(connection, "INSERT INTO filler (payload) VALUES (zeroblob(1000000))");
                        insert(connection, "big", 1, 2);
                    } finally {
                        faults.disarm();
                    }
                    return null;
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("before"))).isNull();
        assertThat(kind(callers.of("big"))).isEqualTo(Kind.FULL);
        assertThat(answer(callers.of("after"))).isNull();
        assertThat(faults.failed()).isPositive();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aReadThatTheDiskFailsIsToldSoAndTheNextSucceeds() throws Exception {
        ScratchDatabase database = open(SMALL_CACHES);
        fill(database);
        faults.in(folder).arm(Operation.READ);
        for (int i = 0; i < 4; i++) {
            assertThat(kind(database.read(IoErrorsTest::readFiller))).isEqualTo(Kind.STORAGE);
        }
        faults.disarm();
        for (int i = 0; i < 4; i++) {
            assertThat(answer(database.read(IoErrorsTest::readFiller))).isNull();
        }
        assertThat(faults.failed()).isPositive();
        database.assertWell();
    }

    @Test
    void aWriteThatTheDiskFailsToReadForFailsItsCallerAlone() throws Exception {
        ScratchDatabase database = open(SMALL_CACHES);
        fill(database);
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2)
                .write("unreadable", 2, connection -> {
                    insert(connection, "unreadable", 0, 2);
                    faults.in(folder).arm(Operation.READ);
                    try {
                        return readFiller(connection);
                    } finally {
                        faults.disarm();
                    }
                })
                .write("after", 2);
        release.countDown();

        assertThat(answer(callers.of("before"))).isNull();
        assertThat(kind(callers.of("unreadable"))).isEqualTo(Kind.STORAGE);
        assertThat(answer(callers.of("after"))).isNull();
        assertThat(faults.failed()).isPositive();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void whileNoFileCanBeOpenedNobodyIsToldWhatTheFileDoesNotBearOut() throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers();
        faults.in(folder).arm(Operation.WRITE, Operation.SYNC, Operation.OPEN, Operation.READ);
        callers.write("a", 2).write("b", 2);
        assertThat(kind(callers.of("a"))).isEqualTo(Kind.STORAGE);
        assertThat(kind(callers.of("b"))).isEqualTo(Kind.STORAGE);
        assertThat(kind(callers.write("c", 2).of("c"))).isEqualTo(Kind.STORAGE);
        faults.disarm();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    /** A checkpoint copies what is committed already: its failure is nobody's answer. */
    @Test
    void aCheckpointThatFailsLosesNothing() throws Exception {
        ScratchDatabase database = open(Map.of("wal.checkpoint-size", "64K"));
        ScratchDatabase.Callers callers = database.new Callers();
        faults.in(folder).endingWith(".sqlite3").arm(Operation.WRITE, Operation.SYNC, Operation.TRUNCATE);
        for (int i = 0; faults.failed() == 0; i++) {
            String unit = "checkpointed " + i;
            callers.write(unit, 1, connection -> {
                insert(connection, unit, 0, 1);
                execute(connection, "INSERT INTO filler (payload) VALUES (zeroblob(100000))");
                return null;
            });
            assertThat(answer(callers.of(unit))).isNull();
        }
        callers.assertToldTheTruth();
        faults.disarm();
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void unitsThatWaitAtShutdownAreAnsweredTrulyAlsoWhenTheDiskFails() throws Exception {
        ScratchDatabase database = open(Map.of("writer.batch-size", "4"));
        CountDownLatch release = database.hold();
        ScratchDatabase.Callers callers = database.new Callers();
        for (int i = 0; i < 20; i++) {
            callers.write("waiting " + i, 3);
        }
        faults.in(folder).endingWith("-wal").after(20).times(5).arm(Operation.WRITE);
        release.countDown();
        database.close();
        faults.disarm();

        assertThat(faults.failed()).isEqualTo(5);
        callers.assertToldTheTruth();
        database.open();
        database.assertWell();
    }

    private static void fill(ScratchDatabase database) throws Exception {
        assertThat(answer(database.write(connection -> {
            for (int i = 0; i < 20; i++) {
                execute(connection, "INSERT INTO filler (payload) VALUES (randomblob(100000))");
            }
            return null;
        }))).isNull();
    }

    private static Integer readFiller(Connection connection) throws Exception {
        return number(connection, "SELECT sum(length(hex(payload))) FROM filler");
    }
}
