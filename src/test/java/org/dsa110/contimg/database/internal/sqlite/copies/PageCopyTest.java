package org.dsa110.contimg.database.internal.sqlite.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Copies of files that others write. */
class PageCopyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;
    private Path file;
    private Path copy;

    @BeforeEach
    void make() throws SQLException {
        file = folder.resolve("a.sqlite3");
        copy = folder.resolve("copy.sqlite3");
        execute(file, "PRAGMA journal_mode = WAL", "CREATE TABLE t (a TEXT, b BLOB)",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)"
                        + " INSERT INTO t SELECT i, randomblob(1000) FROM n");
    }

    @Test
    void aCopyHasTheRowsUnderTheirOwnNumbersAndNothingLiesBesideIt() throws Exception {
        execute(file, "DELETE FROM t WHERE rowid % 3 = 0");
        PageCopy.make(file, copy, PATIENCE, Progress.NONE);
        byte[] copied = Files.readAllBytes(copy);
        byte[] original = Files.readAllBytes(file);
        // SQLite counts a change of the file in its header, at 24 and 92 (fileformat2.html, 1.3).
        System.arraycopy(original, 24, copied, 24, 4);
        System.arraycopy(original, 92, copied, 92, 8);
        assertThat(copied).isEqualTo(original);
        CopyContent content = new CopyExamination(copy, Progress.NONE).run();
        assertThat(content.rows()).containsOnlyKeys("t").containsEntry("t", 8000L);
        assertThat(content.engine()).startsWith("SQLite 3.");
        assertThat(number(copy, "SELECT max(rowid) FROM t")).isEqualTo(11999);
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.sqlite3", "copy.sqlite3");
        }
    }

    /** SQLite's backup would begin anew at each step, without end as long as somebody writes, and have what was committed in between. */
    @Test
    void aCopyIsOfOneMomentWhateverIsWrittenMeanwhile() throws Exception {
        try (Connection other = connect(file); Statement statement = other.createStatement()) {
            AtomicInteger steps = new AtomicInteger();
            AtomicLong furthest = new AtomicLong();
            AtomicBoolean begunAnew = new AtomicBoolean();
            PageCopy.make(file, copy, PATIENCE, (what, done, total) -> {
                if (done <= furthest.getAndSet(done)) {
                    // What is thrown here would be lost in SQLite's own code.
                    begunAnew.set(true);
                }
                if (begunAnew.get()) {
                    return;
                }
                steps.incrementAndGet();
                try {
                    statement.executeUpdate("INSERT INTO t (a) VALUES ('meanwhile')");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(begunAnew).isFalse();
            assertThat(steps.get()).isGreaterThan(2);
            assertThat(number(file, "SELECT count(*) FROM t WHERE a = 'meanwhile'")).isEqualTo(steps.get());
        }
        assertThat(new CopyExamination(copy, Progress.NONE).run().rows()).containsEntry("t", 12000L);
    }

    @Test
    void whatIsOnlyInTheLogIsInTheCopy() throws Exception {
        try (Connection other = connect(file); Statement statement = other.createStatement()) {
            statement.executeUpdate("PRAGMA wal_autocheckpoint = 0");
            statement.executeUpdate("INSERT INTO t (a) VALUES ('in the log')");
            PageCopy.make(file, copy, PATIENCE, Progress.NONE);
            assertThat(new CopyExamination(copy, Progress.NONE).run().rows()).containsEntry("t", 12001L);
        }
    }

    @Test
    void aFileThatIsReplacedMeanwhileIsNotCopied() {
        assertThatThrownBy(() -> PageCopy.make(file, copy, PATIENCE, (what, done, total) -> {
            try {
                Files.copy(file, folder.resolve("b.sqlite3"), StandardCopyOption.REPLACE_EXISTING);
                Files.move(folder.resolve("b.sqlite3"), file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        })).hasMessageContaining("replaced by another");
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        Path absent = folder.resolve("absent.sqlite3");
        assertThatThrownBy(() -> PageCopy.make(absent, copy, PATIENCE, Progress.NONE))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(absent).doesNotExist();
        assertThat(copy).doesNotExist();
    }

    @Test
    void damageIsFoundAndValuesThatBreakTheirTableAreNot() throws Exception {
        execute(file, "CREATE TABLE u (a TEXT, b INTEGER)", "INSERT INTO u VALUES (NULL, 1), ('x', 2)",
                "CREATE INDEX i ON u (b)");
        execute(file, "PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET sql ="
                + " 'CREATE TABLE u (a TEXT NOT NULL, b INTEGER CHECK (b < 2))' WHERE name = 'u'");
        PageCopy.make(file, copy, PATIENCE, Progress.NONE);
        // Of a connection that only reads SQLite does not look at CHECK here.
        assertThat(new CopyExamination(copy, Progress.NONE).run().findings()).contains("NULL value in u.a");
        execute(copy, "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = ON",
                "DELETE FROM sqlite_schema WHERE name = 'i'");
        assertThatThrownBy(() -> new CopyExamination(copy, Progress.NONE).run())
                .isInstanceOf(DamagedCopyException.class).hasMessageContaining("never used");
    }

    static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000", new Properties());
    }

    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static long number(Path file, String sql) throws SQLException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
