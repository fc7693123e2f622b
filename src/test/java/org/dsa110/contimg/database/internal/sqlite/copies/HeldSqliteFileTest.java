package org.dsa110.contimg.database.internal.sqlite.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.dsa110.contimg.database.internal.sqlite.copies.PageCopyTest.execute;
import static org.dsa110.contimg.database.internal.sqlite.copies.PageCopyTest.number;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.dsa110.contimg.database.DatabaseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that others use is found in use, and one that nobody uses is replaced and kept. */
class HeldSqliteFileTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** Writes when it may, and makes it a file in WAL mode, as programs do that begin. */
    private static final String WAITING_WRITER = """
        c.execute('PRAGMA busy_timeout = 60000')
        print('open', flush=True)
        for statement in 'INSERT INTO old SELECT randomblob(9000)', 'PRAGMA journal_mode = WAL':
            try:
                print(c.execute(statement).fetchall(), flush=True)
            except sqlite3.Error as e:
                print(e, flush=True)
        print(c.execute('SELECT count(*) FROM old').fetchone()[0], flush=True)
        sys.stdin.read()
        """;

    @TempDir
    Path folder;
    private Path file;
    private Path other;
    private final List<Process> programs = new ArrayList<>();

    @BeforeEach
    void make() throws Exception {
        file = folder.resolve("a.sqlite3");
        other = folder.resolve("other");
        execute(file, "PRAGMA journal_mode = WAL", "CREATE TABLE old (a TEXT)", "INSERT INTO old VALUES ('old')");
        execute(other, "PRAGMA journal_mode = WAL", "CREATE TABLE new (a TEXT)", "INSERT INTO new VALUES ('new')");
    }

    @AfterEach
    void end() {
        programs.forEach(Process::destroyForcibly);
    }

    @Test
    void theOldFileIsKeptAndTheNewOneHasItsPermissions() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        Path kept = replace();
        assertThat(kept.getFileName().toString()).matches("a\\.sqlite3\\.before-restore-\\d{8}T\\d{6}Z");
        assertThat(number(kept, "SELECT count(*) FROM old")).isOne();
        assertThat(number(file, "SELECT count(*) FROM new")).isOne();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw-r--");
        assertThat(names()).containsExactly("a.sqlite3", kept.getFileName().toString());
    }

    @Test
    void whatAKilledProgramLeftInTheLogIsInTheFileThatIsKept() throws Exception {
        crash("c.execute('PRAGMA wal_autocheckpoint = 0'); c.execute(\"INSERT INTO old VALUES ('in the log')\")");
        assertThat(Files.size(folder.resolve("a.sqlite3-wal"))).isPositive();
        Path kept = replace();
        // Before anything opens it, and copies a log into it that was kept beside it.
        assertThat(names()).containsExactly("a.sqlite3", kept.getFileName().toString());
        assertThat(number(kept, "SELECT count(*) FROM old")).isEqualTo(2);
        assertThat(number(file, "SELECT count(*) FROM new")).isOne();
        assertThat(names()).containsExactly("a.sqlite3", kept.getFileName().toString());
    }

    @Test
    void aDamagedFileIsKeptAsItIsWithItsLog() throws Exception {
        crash("c.execute('PRAGMA wal_autocheckpoint = 0'); c.execute(\"INSERT INTO old VALUES ('in the log')\")");
        byte[] log = Files.readAllBytes(folder.resolve("a.sqlite3-wal"));
        Files.writeString(file, "this is no database, and was one until yesterday".repeat(100));
        Path kept = replace();
        assertThat(kept).content().startsWith("this is no database");
        assertThat(number(file, "SELECT count(*) FROM new")).isOne();
        // SQLite may have found nothing of use in the log, and then nothing is lost with it.
        if (Files.exists(Path.of(kept + "-wal"))) {
            assertThat(Path.of(kept + "-wal")).hasBinaryContent(log);
        }
        assertThat(names()).doesNotContain("a.sqlite3-wal", "a.sqlite3-shm");
    }

    @Test
    void aLogWithoutItsFileIsNoLogOfTheNewOne() throws Exception {
        crash("c.execute('PRAGMA wal_autocheckpoint = 0'); c.execute(\"INSERT INTO old VALUES ('in the log')\")");
        Files.delete(file);
        assertThat(replace()).isNull();
        assertThat(number(file, "SELECT count(*) FROM new")).isOne();
        assertThat(names()).anyMatch(name -> name.matches("a\\.sqlite3\\.before-restore-.*Z-wal"))
                .doesNotContain("a.sqlite3-wal", "a.sqlite3-shm");
    }

    @Test
    void aConnectionThatDoesNothingIsFoundByItsProcess() throws Exception {
        for (String mode : List.of("WAL", "DELETE")) {
            execute(file, "PRAGMA journal_mode = " + mode);
            Process python = python("c.execute('SELECT * FROM old').fetchall(); print('open', flush=True);"
                    + " sys.stdin.read()");
            try {
                assertThat(python.inputReader().readLine()).isEqualTo("open");
                assertThatThrownBy(() -> HeldSqliteFile.of(file)).as(mode).isInstanceOf(DatabaseException.class)
                        .hasMessageContaining(file + " is in use by process " + python.pid() + " (python3)");
            } finally {
                python.destroyForcibly().waitFor();
            }
        }
        assertThat(number(file, "SELECT count(*) FROM old")).isOne();
    }

    @Test
    void nobodyElseCanReadWhatIsHeld() throws Exception {
        HeldSqliteFile held = HeldSqliteFile.of(file);
        try {
            Process python = python("c.execute('SELECT * FROM old').fetchall()");
            assertThat(new String(python.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("database is locked");
        } finally {
            held.close();
        }
        assertThat(number(file, "SELECT count(*) FROM old")).isOne();
    }

    /** In WAL mode it would make a log by the name of the file, and that of the new one would be it. */
    @Test
    void whoOpensWhatIsHeldAndWaitsCannotWriteWhenItIsReplaced() throws Exception {
        for (String mode : List.of("WAL", "DELETE")) {
            execute(file, "PRAGMA journal_mode = " + mode);
            execute(other, "PRAGMA journal_mode = WAL");
            HeldSqliteFile held = HeldSqliteFile.of(file);
            Process python;
            Path kept;
            try {
                python = python(WAITING_WRITER);
                assertThat(python.inputReader().readLine()).isEqualTo("open");
                kept = held.replace(other);
            } finally {
                held.close();
            }
            for (String statement : List.of("INSERT", "PRAGMA")) {
                assertThat(python.inputReader().readLine()).as("%s, %s", mode, statement)
                        .isEqualTo("attempt to write a readonly database");
            }
            assertThat(python.inputReader().readLine()).as("it reads the old file").isEqualTo("1");
            assertThat(names()).as(mode).doesNotContain("a.sqlite3-wal", "a.sqlite3-journal");
            execute(file, "INSERT INTO new VALUES ('of another')");
            python.getOutputStream().close();
            assertThat(python.waitFor()).isZero();
            assertThat(number(file, "SELECT count(*) FROM new")).isEqualTo(2);
            assertThat(whole(file)).isTrue();
            assertThat(number(kept, "SELECT count(*) FROM old")).isOne();
            assertThat(whole(kept)).isTrue();
            Files.delete(file);
            make();
        }
    }

    @Test
    void whoOpensWhatIsHeldIsFoundBeforeItIsReplacedAndAfter() throws Exception {
        for (String mode : List.of("WAL", "DELETE")) {
            execute(file, "PRAGMA journal_mode = " + mode);
            byte[] before = Files.readAllBytes(file);
            try (HeldSqliteFile held = HeldSqliteFile.of(file)) {
                held.refuseOthers();
                Process python = python("print('open', flush=True); sys.stdin.read()");
                try {
                    assertThat(python.inputReader().readLine()).isEqualTo("open");
                    assertThatThrownBy(held::refuseOthers).as(mode).isInstanceOf(DatabaseException.class)
                            .hasMessage(file + " is in use by process " + python.pid()
                                    + " (python3); stop what has it open first");
                    assertThat(file).hasBinaryContent(before);
                    Path kept = held.replace(other);
                    assertThatThrownBy(held::refuseOthers).as(mode).hasMessageContaining(kept + " is in use by process "
                            + python.pid() + " (python3), which opened it as " + file);
                } finally {
                    python.destroyForcibly().waitFor();
                }
                held.refuseOthers();
            }
            Files.delete(file);
            make();
        }
    }

    @Test
    void aFileThatAnotherProgramPutsThereMeanwhileIsRefused() throws Exception {
        try (HeldSqliteFile held = HeldSqliteFile.of(file)) {
            Files.copy(file, folder.resolve("theirs"));
            Files.move(folder.resolve("theirs"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThatThrownBy(held::refuseOthers).isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("has put a file there meanwhile");
        }
        Files.delete(file);
        try (HeldSqliteFile held = HeldSqliteFile.of(file)) {
            held.refuseOthers();
            Files.writeString(file, "theirs");
            assertThatThrownBy(held::refuseOthers).isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("has put a file there meanwhile");
        }
        assertThat(file).hasContent("theirs");
    }

    @Test
    void aFileThatCannotBeReplacedIsAsItWas() throws Exception {
        byte[] before = Files.readAllBytes(file);
        Path none = Files.createDirectory(folder.resolve("no file"));
        try (HeldSqliteFile held = HeldSqliteFile.of(file)) {
            assertThatThrownBy(() -> held.replace(none)).isInstanceOf(IOException.class);
        }
        assertThat(file).hasBinaryContent(before);
    }

    /** A run that ends after the second name was given leaves one that is the same file, and no copy. */
    @Test
    void aSecondNameThatAnEndedRunLeftGoes() throws Exception {
        Path left = folder.resolve("a.sqlite3.before-restore-20260101T000000Z");
        Files.createLink(left, file);
        Path earlier = folder.resolve("a.sqlite3.before-restore-20250101T000000Z");
        Files.copy(file, earlier);
        Path kept = replace();
        assertThat(left).doesNotExist();
        assertThat(earlier).exists();
        assertThat(number(kept, "SELECT count(*) FROM old")).isOne();
    }

    private static boolean whole(Path file) throws Exception {
        return number(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1;
    }

    private Path replace() throws Exception {
        try (HeldSqliteFile held = HeldSqliteFile.of(file)) {
            return held.replace(other);
        }
    }

    /** Has a program write to the file, and be killed. */
    private void crash(String statements) throws Exception {
        Process python = python(statements + "; os.kill(os.getpid(), 9)");
        assertThat(python.waitFor()).isEqualTo(137);
    }

    private Process python(String statements) throws IOException {
        assumeThat(PYTHON).as("skipped: there is no Python").exists();
        Process python = new ProcessBuilder(PYTHON.toString(), "-c", "import os, sqlite3, sys\n"
                + "c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)\n" + statements, file.toString())
                .start();
        programs.add(python);
        return python;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
