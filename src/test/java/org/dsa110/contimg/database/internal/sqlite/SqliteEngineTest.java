package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class SqliteEngineTest {
    private final SqliteEngine engine = new DatabaseSettings(Map.of()).engine();
    @TempDir
    Path folder;
    private Location file;

    @BeforeEach
    void createFile() throws Exception {
        file = new Location.File(folder.resolve("a b.sqlite3"));
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t (x INTEGER)");
        }
    }

    @Test
    void aReaderCannotWrite() throws Exception {
        try (SqliteConnection reader = engine.openReader(file)) {
            reader.beginRead();
            assertThatThrownBy(() -> execute(reader, "INSERT INTO t VALUES (1)"))
                    .hasMessageContaining("SQLITE_READONLY");
        }
    }

    @Test
    void aSettingThatDoesNotTakeStopsTheService() throws Exception {
        try (Connection other = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
        // A connection that cannot write cannot bring the file to WAL either.
        assertThatThrownBy(() -> engine.openReader(file)).isInstanceOf(DatabaseException.class)
                .hasMessageContaining("PRAGMA journal_mode is delete where wal was asked for");
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        assertThatThrownBy(() -> engine.openWriter(new Location.File(folder.resolve("none.sqlite3"))))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("none.sqlite3");
        assertThat(Files.exists(folder.resolve("none.sqlite3"))).isFalse();
    }

    @Test
    void undoingToASavepointThatIsGoneIsNoticed() {
        try (SqliteConnection writer = engine.openWriter(file)) {
            assertThat(writer.beginWrite()).isTrue();
            writer.savepoint();
            writer.rollback();
            assertThatThrownBy(writer::undoToSavepoint).isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("no such savepoint");
        }
    }

    @Test
    void rollingBackWithoutATransactionIsNothing() {
        try (SqliteConnection writer = engine.openWriter(file)) {
            writer.rollback();
            assertThat(writer.beginWrite()).isTrue();
        }
    }

    private static void execute(SqliteConnection connection, String sql) throws Exception {
        try (Statement statement = connection.jdbc().createStatement()) {
            statement.execute(sql);
        }
    }
}
