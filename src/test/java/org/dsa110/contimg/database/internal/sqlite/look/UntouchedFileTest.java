package org.dsa110.contimg.database.internal.sqlite.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whatever a killed program leaves beside a file, a look reads what is committed, and changes nothing. */
class UntouchedFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HEADER = 32;
    private static final int PAGE_BYTES_AT = 8;
    private static final int CHECKSUM_AT = 24;

    /** What became of the log, and how many of the two rows are there then: one is in the file, and one in the log. */
    enum Log {
        WHOLE(2) {
            @Override
            byte[] of(byte[] log) {
                return log;
            }
        },
        EMPTY(1) {
            @Override
            byte[] of(byte[] log) {
                return new byte[0];
            }
        },
        HEADER_ALONE(1) {
            @Override
            byte[] of(byte[] log) {
                return Arrays.copyOf(log, HEADER);
            }
        },
        PART_OF_A_FRAME(1) {
            @Override
            byte[] of(byte[] log) {
                return Arrays.copyOf(log, HEADER + 8);
            }
        },
        OTHER_MAGIC(1) {
            @Override
            byte[] of(byte[] log) {
                return changed(log, 0);
            }
        },
        OTHER_PAGE_SIZE(1) {
            @Override
            byte[] of(byte[] log) {
                return changed(log, PAGE_BYTES_AT + 3);
            }
        },
        OTHER_CHECKSUM(1) {
            @Override
            byte[] of(byte[] log) {
                return changed(log, CHECKSUM_AT);
            }
        };

        private final int rows;

        Log(int rows) {
            this.rows = rows;
        }

        abstract byte[] of(byte[] log);

        private static byte[] changed(byte[] log, int at) {
            byte[] changed = log.clone();
            changed[at] ^= 1;
            return changed;
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedIsReadWithoutATrace(Log log) throws SQLException, IOException {
        Path file = folder.resolve("left.sqlite3");
        leave(file, log);

        assertRead(file, log);
    }

    /** But for what begins as a log, has nothing in it that was committed, and is open nowhere: SQLite removes that. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"PART_OF_A_FRAME", "OTHER_CHECKSUM"})
    void soItIsWithoutTheIndex(Log log) throws SQLException, IOException {
        Path file = folder.resolve("left.sqlite3");
        leave(file, log);
        Files.delete(Path.of(file + "-shm"));

        assertRead(file, log);
    }

    @Test
    void whatIsNoLogBesideAFileWithoutOneIsLeftAlone() throws SQLException, IOException {
        Path file = folder.resolve("left.sqlite3");
        try (Connection writer = open(file); Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE made (number INTEGER)");
            statement.execute("INSERT INTO made VALUES (1)");
        }
        Files.write(Path.of(file + "-wal"), new byte[64]);

        assertRead(file, Log.EMPTY);
    }

    private void assertRead(Path file, Log log) throws SQLException, IOException {
        Map<String, Integer> before = content();
        assertThat(rows(file)).isEqualTo(log.rows);
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void whatAnotherProgramHasJustWrittenIsRead() throws SQLException, IOException {
        Path file = folder.resolve("open.sqlite3");
        try (Connection writer = open(file); Statement statement = writer.createStatement()) {
            make(statement);
            assertThat(rows(file)).isEqualTo(2);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            assertThat(rows(file)).isEqualTo(2);
            statement.execute("INSERT INTO made VALUES (3)");
            assertThat(rows(file)).isEqualTo(3);
        }
    }

    private static int rows(Path file) throws SQLException, IOException {
        try (UntouchedFile look = UntouchedFile.open(file, PATIENCE);
                Statement statement = look.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM made")) {
            return row.getInt(1);
        }
    }

    /** A file with its log and its index, as a program leaves them that is killed. */
    private void leave(Path file, Log log) throws SQLException, IOException {
        Path open = folder.resolve("program.sqlite3");
        try (Connection writer = open(open); Statement statement = writer.createStatement()) {
            make(statement);
            for (String end : new String[]{"", "-wal", "-shm"}) {
                Files.copy(Path.of(open + end), Path.of(file + end));
            }
        }
        Path wal = Path.of(file + "-wal");
        Files.write(wal, log.of(Files.readAllBytes(wal)));
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void make(Statement statement) throws SQLException {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("CREATE TABLE made (number INTEGER)");
        statement.execute("INSERT INTO made VALUES (1)");
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        statement.execute("INSERT INTO made VALUES (2)");
    }

    /** Of each file a hash of what is in it. */
    private Map<String, Integer> content() throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                content.put(path.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return content;
    }
}
