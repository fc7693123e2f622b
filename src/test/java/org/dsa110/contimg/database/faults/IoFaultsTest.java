package org.dsa110.contimg.database.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.dsa110.contimg.database.faults.IoFaults.Errno;
import org.dsa110.contimg.database.faults.IoFaults.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The faults reach SQLite. */
class IoFaultsTest {
    @TempDir
    Path folder;
    private IoFaults faults;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        faults = IoFaults.ofThisProgram();
        connection = JDBC.createConnection(
                "jdbc:sqlite:" + folder.resolve("a.sqlite3") + "?journal_mode=WAL&synchronous=FULL",
                new Properties());
        execute("CREATE TABLE t (x)");
    }

    @AfterEach
    void close() throws SQLException {
        if (faults != null) {
            faults.disarm();
            connection.close();
        }
    }

    @Test
    void everyOperationCanFail() throws SQLException {
        faults.in(folder).endingWith("-wal").arm(Operation.WRITE);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (1)")).hasMessageContaining("SQLITE_IOERR_WRITE");
        faults.in(folder).endingWith("-wal").arm(Operation.SYNC);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (2)")).hasMessageContaining("SQLITE_IOERR_FSYNC");
        faults.in(folder).endingWith("-wal").error(Errno.ENOSPC).arm(Operation.WRITE);
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (3)")).hasMessageContaining("SQLITE_FULL");
        faults.in(folder).endingWith(".sqlite3").arm(Operation.OPEN);
        assertThatThrownBy(() -> JDBC.createConnection("jdbc:sqlite:" + folder.resolve("a.sqlite3"), new Properties()))
                .hasMessageContaining("SQLITE_CANTOPEN");
        faults.in(folder).arm(Operation.READ);
        assertThatThrownBy(() -> {
            try (Connection other = JDBC.createConnection("jdbc:sqlite:" + folder.resolve("a.sqlite3"),
                    new Properties()); Statement statement = other.createStatement()) {
                statement.execute("SELECT x FROM t");
            }
        }).hasMessageContaining("SQLITE_IOERR");
        faults.in(folder).endingWith(".sqlite3").arm(Operation.LOCK);
        assertThatThrownBy(() -> {
            try (Connection other = JDBC.createConnection("jdbc:sqlite:" + folder.resolve("b.sqlite3"),
                    new Properties()); Statement statement = other.createStatement()) {
                statement.execute("CREATE TABLE t (x)");
            }
        }).hasMessageContaining("SQLITE_IOERR");
    }

    @Test
    void faultsComeAsOftenAndAsLateAsTheyAreAskedFor() throws SQLException {
        execute("INSERT INTO t VALUES (0)");
        faults.in(folder).endingWith("-wal").after(2).times(1).arm(Operation.SYNC);
        execute("INSERT INTO t VALUES (1)");
        execute("INSERT INTO t VALUES (2)");
        assertThat(faults.failed()).isZero();
        assertThatThrownBy(() -> execute("INSERT INTO t VALUES (3)")).isInstanceOf(SQLException.class);
        execute("INSERT INTO t VALUES (4)");
        assertThat(faults.failed()).isOne();
    }

    @Test
    void otherFilesAndFoldersAreLeftAlone() throws Exception {
        faults.in(folder.resolve("other")).arm(Operation.values());
        execute("INSERT INTO t VALUES (1)");
        faults.in(folder).endingWith("-journal").arm(Operation.values());
        execute("INSERT INTO t VALUES (2)");
        assertThat(faults.failed()).isZero();
    }

    @Test
    void aTornWriteLeavesHalfOfItsBytes() throws Exception {
        Path file = Files.writeString(folder.resolve("torn"), "");
        faults.in(folder).endingWith("torn").torn().arm(Operation.WRITE);
        assertThatThrownBy(() -> Files.writeString(file, "12345678")).hasMessageContaining("Input/output error");
        assertThat(Files.readString(file)).isEqualTo("1234");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
