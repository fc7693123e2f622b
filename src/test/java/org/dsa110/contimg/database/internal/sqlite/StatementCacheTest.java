package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.ScratchFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of units of work that are prepared a second time. */
class StatementCacheTest {
    private static final String TWO = "SELECT ?, 'two'";

    @TempDir
    Path folder;
    private ScratchFile file;
    private SqliteConnection connection;
    private Connection jdbc;

    @BeforeEach
    void open() throws SQLException {
        file = new ScratchFile(folder);
        connection = new DatabaseSettings(Map.of()).engine().openWriter(file.location());
        jdbc = connection.jdbc();
        assertThat(connection.beginWrite()).isTrue();
        connection.savepoint();
    }

    @AfterEach
    void close() {
        connection.rollback();
        connection.close();
    }

    @Test
    void aTextThatIsPreparedAgainIsTheSameStatementWithoutValues() throws SQLException {
        PreparedStatement first = jdbc.prepareStatement(TWO);
        first.setString(1, "one");
        first.setMaxRows(1);
        assertThat(read(first)).isEqualTo("one");
        first.close();

        PreparedStatement second = jdbc.prepareStatement(TWO);
        assertThat(second).isSameAs(first);
        assertThat(second.isClosed()).isFalse();
        assertThat(second.getMaxRows()).isZero();
        assertThat(read(second)).as("a value that nobody has set").isNull();
        second.setString(1, "again");
        assertThat(read(second)).isEqualTo("again");
    }

    @Test
    void aStatementThatIsClosedCannotBeUsed() throws SQLException {
        PreparedStatement statement = jdbc.prepareStatement(TWO);
        statement.close();
        statement.close();

        assertThat(statement.isClosed()).isTrue();
        assertThatThrownBy(() -> statement.setString(1, "late")).isInstanceOf(SQLException.class);
        assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class);
    }

    @Test
    void twoOfOneTextAreTwoWhileBothAreOpen() throws SQLException {
        try (PreparedStatement first = jdbc.prepareStatement(TWO);
                PreparedStatement second = jdbc.prepareStatement(TWO)) {
            assertThat(second).isNotSameAs(first);
            first.setString(1, "first");
            second.setString(1, "second");
            try (ResultSet rows = first.executeQuery()) {
                assertThat(read(second)).isEqualTo("second");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("first");
            }
        }
    }

    @Test
    void whatAUnitLeftOpenIsKeptForTheNext() throws SQLException {
        PreparedStatement left = jdbc.prepareStatement("SELECT x FROM t");
        left.executeQuery();
        connection.releaseSavepoint();
        connection.commit();
        assertThat(left.isClosed()).isTrue();

        assertThat(connection.beginWrite()).isTrue();
        assertThat(jdbc.prepareStatement("SELECT x FROM t")).isSameAs(left);
    }

    @Test
    void whatWasRunAndNeverReadKeepsNoSnapshot() throws SQLException {
        ScratchFile.insert(jdbc, "first");
        try (PreparedStatement all = jdbc.prepareStatement("SELECT x FROM t")) {
            assertThat(all.execute()).isTrue();
        }
        connection.releaseSavepoint();
        connection.commit();
        try (Connection other = file.otherProgram()) {
            ScratchFile.insert(other, "second");
        }

        assertThat(connection.beginWrite()).isTrue();
        assertThat(ScratchFile.stored(jdbc)).containsExactly("first", "second");
    }

    @Test
    void aColumnThatTheUnitAddsIsSeen() throws SQLException {
        assertThat(columns()).isEqualTo(1);
        ScratchFile.execute(jdbc, "ALTER TABLE t ADD COLUMN y");
        assertThat(columns()).isEqualTo(2);
        try (PreparedStatement alter = jdbc.prepareStatement("ALTER TABLE t ADD COLUMN z")) {
            assertThat(columns()).isEqualTo(2);
            alter.executeUpdate();
        }
        assertThat(columns()).isEqualTo(3);
        connection.undoToSavepoint();
        assertThat(columns()).isEqualTo(1);
    }

    @Test
    void aColumnThatAnotherProgramAddsIsSeen() throws SQLException {
        assertThat(columns()).isEqualTo(1);
        connection.commit();
        try (Connection other = file.otherProgram()) {
            ScratchFile.execute(other, "ALTER TABLE t ADD COLUMN y");
        }

        assertThat(connection.beginWrite()).isTrue();
        assertThat(columns()).isEqualTo(2);
    }

    @Test
    void keysOfNewRowsAreThoseOfTheLastRunOfTheirStatement() throws SQLException {
        try (PreparedStatement insert = jdbc.prepareStatement("INSERT INTO t (rowid, x) VALUES (?1, 'row ' || ?1)",
                Statement.RETURN_GENERATED_KEYS)) {
            for (long key : new long[]{7, 5}) {
                insert.setLong(1, key);
                insert.executeUpdate();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isEqualTo(key);
                }
            }
        }
    }

    @Test
    void keysAreNotThoseOfAnotherStatement() throws SQLException {
        try (PreparedStatement insert = jdbc.prepareStatement("INSERT INTO t (rowid, x) VALUES (7, 'a')",
                Statement.RETURN_GENERATED_KEYS); Statement other = jdbc.createStatement()) {
            insert.executeUpdate();
            other.executeQuery("SELECT 1").close();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getLong(1)).as("what only reads adds no key").isEqualTo(7);
            }
        }
        try (PreparedStatement insert = jdbc.prepareStatement("INSERT INTO t (rowid, x) VALUES (8, 'c')",
                Statement.RETURN_GENERATED_KEYS); Statement other = jdbc.createStatement()) {
            insert.executeUpdate();
            other.executeUpdate("INSERT INTO t (rowid, x) VALUES (3, 'b')");
            assertThatThrownBy(insert::getGeneratedKeys).isInstanceOf(SQLException.class)
                    .hasMessageContaining("before another statement");
            try (ResultSet keys = other.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getLong(1)).isEqualTo(3);
            }
        }
    }

    @Test
    void manyTextsDoNotAddUp() throws SQLException {
        PreparedStatement first = jdbc.prepareStatement("SELECT 0");
        first.close();
        for (int i = 1; i <= 1000; i++) {
            jdbc.prepareStatement("SELECT " + i).close();
        }

        assertThat(jdbc.prepareStatement("SELECT 0")).isNotSameAs(first);
        assertThat(jdbc.prepareStatement("SELECT 1000").isClosed()).isFalse();
    }

    private int columns() throws SQLException {
        try (PreparedStatement all = jdbc.prepareStatement("SELECT * FROM t"); ResultSet rows = all.executeQuery()) {
            return rows.getMetaData().getColumnCount();
        }
    }

    private static String read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
