package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.faults.ScratchDatabase.answer;
import static org.dsa110.contimg.database.faults.ScratchDatabase.execute;
import static org.dsa110.contimg.database.faults.ScratchDatabase.insert;
import static org.dsa110.contimg.database.faults.ScratchDatabase.kind;
import static org.dsa110.contimg.database.faults.ScratchDatabase.number;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.UnitOfWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the file itself, or to the disk that it is on. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FileFaultsTest extends FaultSuite {
    @Test
    void aFullDiskIsToldAndSpaceThatReturnsIsUsed(@TempDir Path mounted) throws Exception {
        try (SmallDisk disk = new SmallDisk(mounted, 8);
                ScratchDatabase database = open(mounted, Map.of(), new SimpleMeterRegistry())) {
            ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
            answer(callers.of("before"));
            disk.fill();
            for (int i = 0; i < 5; i++) {
                assertThat(kind(callers.write("full " + i, 2, big("full " + i)).of("full " + i))).isEqualTo(Kind.FULL);
                assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact"))))
                        .as("reads go on").isNull();
            }
            callers.assertToldTheTruth();
            disk.free();
            assertThat(answer(callers.write("after", 2, big("after")).of("after"))).isNull();
            callers.assertToldTheTruth();
            database.assertWell();
        }
    }

    @Test
    void aFileThatIsMadeReadOnlyIsToldAndUsedAgainWhenItIsWritable() throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
        answer(callers.of("before"));
        try {
            assumeTrue(SmallDisk.run("chattr", "+i", database.file().toString(), database.wal().toString()),
                    "skipped: a file cannot be made immutable here");
            for (int i = 0; i < 4; i++) {
                assertThat(kind(callers.write("refused " + i, 2).of("refused " + i))).isEqualTo(Kind.STORAGE);
                assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact"))))
                        .as("reads go on").isNull();
            }
        } finally {
            SmallDisk.run("chattr", "-i", database.file().toString(), database.wal().toString());
        }
        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aDamagedPageFailsThoseWhoNeedItAndNobodyElse() throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
        answer(callers.of("before"));
        int page;
        try (Connection other = database.otherProgram()) {
            execute(other, "CREATE TABLE victim (x INTEGER PRIMARY KEY, y TEXT)");
            execute(other, "INSERT INTO victim VALUES (1, 'whole')");
            execute(other, "PRAGMA wal_checkpoint(TRUNCATE)");
            page = number(other, "SELECT rootpage FROM sqlite_schema WHERE name = 'victim'");
        }
        byte[] whole = overwrite(database.file(), page, garbage());

        for (int i = 0; i < 4; i++) {
            assertThat(kind(database.read(FileFaultsTest::victims))).isEqualTo(Kind.STORAGE);
            assertThat(answer(database.read(connection -> number(connection, "SELECT count(*) FROM fact")))).isNull();
            String unit = "needs it " + i;
            callers.write(unit, 2, connection -> {
                insert(connection, unit, 0, 2);
                execute(connection, "INSERT INTO victim (y) VALUES ('more')");
                return null;
            }).write("others " + i, 2);
            assertThat(kind(callers.of(unit))).isEqualTo(Kind.STORAGE);
            assertThat(answer(callers.of("others " + i))).isNull();
        }

        overwrite(database.file(), page, whole);
        callers.assertToldTheTruth();
        assertThat(answer(database.read(FileFaultsTest::victims))).isNull();
        assertThat(answer(database.read(FileFaultsTest::victims))).isNull();
        assertThat(answer(database.write(connection -> {
            execute(connection, "INSERT INTO victim (y) VALUES ('more')");
            return null;
        }))).as("a write of the repaired page").isNull();
        database.assertWell();
    }

    @Test
    void aFileThatIsTakenAwayIsToldAndUsedAgainWhenItIsBack(@TempDir Path aside) throws Exception {
        ScratchDatabase database = open(Map.of());
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
        answer(callers.of("before"));
        move(database.file().getParent(), aside);
        for (int i = 0; i < 4; i++) {
            assertThat(kind(callers.write("away " + i, 2).of("away " + i))).isEqualTo(Kind.STORAGE);
        }
        assertThat(database.file()).as("a file of that name").doesNotExist();
        move(aside, database.file().getParent());

        callers.assertToldTheTruth();
        database.assertWell();
    }

    /** Who takes the lock to do so takes it away between two transactions. */
    @Test
    void aFileThatIsTakenAwayUnderItsLockGetsNothingMore(@TempDir Path aside) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ScratchDatabase database = open(folder, Map.of(), meters);
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
        answer(callers.of("before"));
        try (Connection other = database.otherProgram()) {
            execute(other, "BEGIN IMMEDIATE");
            callers.write("waiting", 2);
            while (meters.get("contimg.database.lock.retries").counter().count() == 0) {
                Thread.onSpinWait();
            }
            move(database.file().getParent(), aside);
            execute(other, "ROLLBACK");
        }
        assertThat(kind(callers.of("waiting"))).isEqualTo(Kind.STORAGE);
        move(aside, database.file().getParent());

        callers.assertToldTheTruth();
        database.assertWell();
    }

    @Test
    void aFileThatIsReplacedIsToldAndTheOtherFileIsLeftAlone(@TempDir Path aside) throws Exception {
        ScratchDatabase database = open(Map.of());
        Path backup = aside.resolve("backup");
        try (Connection other = database.otherProgram()) {
            execute(other, "VACUUM INTO '" + backup + "'");
        }
        ScratchDatabase.Callers callers = database.new Callers().write("before", 2);
        answer(callers.of("before"));
        move(database.file().getParent(), aside);
        Files.move(backup, database.file());
        for (int i = 0; i < 4; i++) {
            assertThat(kind(callers.write("replaced " + i, 2).of("replaced " + i))).isEqualTo(Kind.STORAGE);
        }
        assertThat(database.stored()).as("in the other file").isEmpty();
        move(database.file().getParent(), Files.createDirectory(aside.resolve("other")));
        move(aside, database.file().getParent());

        callers.assertToldTheTruth();
        database.assertWell();
    }

    /** With what belongs to the file. */
    private static void move(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.filter(f -> f.getFileName().toString().startsWith("scratch.sqlite3")).toList()) {
                Files.move(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static Integer victims(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM victim");
    }

    private static UnitOfWork<Object> big(String unit) {
        return connection -> {
            insert(connection, unit, 0, 2);
            execute(connection, "INSERT INTO filler (payload) VALUES (zeroblob(500000))");
            return null;
        };
    }

    private static byte[] garbage() {
        byte[] garbage = new byte[4096];
        new Random(3).nextBytes(garbage);
        return garbage;
    }

    /** @return what was there */
    private static byte[] overwrite(Path file, int page, byte[] bytes) throws Exception {
        assertThat(Files.size(file)).isGreaterThanOrEqualTo(page * 4096L);
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] before = new byte[4096];
            pages.seek((page - 1) * 4096L);
            pages.readFully(before);
            pages.seek((page - 1) * 4096L);
            pages.write(bytes);
            return before;
        }
    }
}
