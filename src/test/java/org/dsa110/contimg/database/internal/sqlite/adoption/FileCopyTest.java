package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.dsa110.contimg.database.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy that is made while the write lock is held, whatever is still in the log. */
class FileCopyTest {
    @TempDir
    Path folder;

    private Path file;
    private Connection locked;
    private Statement locking;

    @BeforeEach
    void makeFile() throws SQLException {
        file = folder.resolve("products.sqlite3");
        locked = connect(file);
        locking = locked.createStatement();
        locking.executeQuery("PRAGMA journal_mode = WAL").close();
        locking.executeUpdate("PRAGMA wal_autocheckpoint = 0");
        locking.executeUpdate("CREATE TABLE images (id INTEGER PRIMARY KEY, note TEXT)");
        locking.executeUpdate(
                "INSERT INTO images (note) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " SELECT hex(randomblob(40)) FROM n");
    }

    @AfterEach
    void close() throws SQLException {
        locked.close();
    }

    @Test
    void hasWhatIsOnlyInTheLog() throws Exception {
        locking.executeUpdate("BEGIN IMMEDIATE");
        Path copy = new FileCopy(file).make("delete", Progress.NONE);
        locking.executeUpdate("ROLLBACK");

        assertThat(Files.readAllBytes(copy).length).isEqualTo((int) Files.size(file));
        assertSame(copy);
        assertThat(text(copy, "PRAGMA journal_mode")).isEqualTo("delete");
    }

    @Test
    void hasNothingThatIsNotCommitted() throws Exception {
        String before = text(file, "SELECT count(*) || ' ' || max(note) FROM images");
        locking.executeUpdate("BEGIN IMMEDIATE");
        locking.executeUpdate("PRAGMA cache_size = 10");
        locking.executeUpdate("UPDATE images SET note = 'zzz' || note");
        Path copy = new FileCopy(file).make("wal", Progress.NONE);

        assertThat(text(copy, "SELECT count(*) || ' ' || max(note) FROM images")).isEqualTo(before);
        assertThat(text(copy, "PRAGMA integrity_check")).isEqualTo("ok");
        locking.executeUpdate("ROLLBACK");
    }

    @Test
    void isMadeBySqliteWhereAReaderKeepsThingsInTheLog() throws Exception {
        try (Connection reader = connect(file); Statement reading = reader.createStatement()) {
            reading.executeUpdate("BEGIN");
            reading.executeQuery("SELECT count(*) FROM images").close();
            locking.executeUpdate("UPDATE images SET note = 'b' || note");
            locking.executeUpdate("BEGIN IMMEDIATE");
            try (Connection other = connect(file)) {
                assertThat(SystemCopy.make(other, file, folder.resolve("no copy"), Progress.NONE)).isFalse();
            }
            assertThat(folder.resolve("no copy")).doesNotExist();
            Path copy = new FileCopy(file).make("wal", Progress.NONE);
            locking.executeUpdate("ROLLBACK");

            assertSame(copy);
        }
    }

    @Test
    void isMadeByTheSystemWhereAllIsInTheFile() throws Exception {
        locking.executeUpdate("BEGIN IMMEDIATE");
        try (Connection other = connect(file)) {
            assertThat(SystemCopy.make(other, file, folder.resolve("-copy"), Progress.NONE)).isTrue();
        }
        locking.executeUpdate("ROLLBACK");

        assertThat(Files.mismatch(file, folder.resolve("-copy"))).isEqualTo(-1);
    }

    @Test
    void isNotMadeByTheSystemOfAFileWithoutALog() throws Exception {
        Path other = folder.resolve("rollback.sqlite3");
        try (Connection connection = connect(other); Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x)");
            assertThat(SystemCopy.make(connection, other, folder.resolve("no copy"), Progress.NONE)).isFalse();
        }
    }

    private void assertSame(Path copy) throws SQLException {
        String all = "SELECT count(*) || ' ' || total(id * unicode(note)) || ' ' || max(note) || min(note) FROM images";
        assertThat(text(copy, all)).isEqualTo(text(file, all));
        assertThat(text(copy, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    private static Connection connect(Path path) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + path);
    }

    private static String text(Path path, String query) throws SQLException {
        try (Connection connection = connect(path);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
