package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a table whose index says that it has all rows, and has not: so it shows where rows are read from. */
class WalkedTableTest {
    private static final String FILL = "INSERT INTO kept (name, least) SELECT name, min(value) FROM measured WHERE name IS NOT NULL"
            + " GROUP BY name";

    @TempDir
    Path folder;
    private String url;
    private Connection connection;

    @BeforeEach
    void make() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("walked.sqlite3");
        connection = DriverManager.getConnection(url);
        execute("CREATE TABLE measured (id INTEGER PRIMARY KEY, name TEXT, value REAL)",
                "CREATE TABLE kept (name TEXT, least REAL)",
                "CREATE INDEX measured_name ON measured (name) WHERE value > 1.5",
                "INSERT INTO measured (name, value) VALUES ('b', 2), ('a', 3), ('a', 1), (NULL, 4), ('c', 1)",
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = 'CREATE INDEX measured_name ON measured (name)' WHERE name = 'measured_name'");
        connection.close();
        connection = DriverManager.getConnection(url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void groupsAreMadeFromTheTableAndNotAlongAnIndex() throws SQLException {
        execute(FILL);
        assertThat(kept()).as("along the index").containsExactly("a 3.0", "b 2.0");
        execute("DELETE FROM kept");

        new WalkedTable(connection, FILL).run();

        assertThat(kept()).containsExactly("a 1.0", "b 2.0", "c 1.0");
    }

    @Test
    void namesMeanTheSameAsBeforeAfterwards() throws SQLException {
        new WalkedTable(connection, FILL).run();

        assertThat(rows("SELECT name FROM temp.sqlite_schema")).isEmpty();
        execute("INSERT INTO measured (name, value) VALUES ('d', 5)");
        assertThat(rows("SELECT name FROM main.measured WHERE value = 5")).containsExactly("d");
    }

    @Test
    void oneKeyAfterTheOtherIsStillLookedForInTheIndex() throws SQLException {
        String distinct = "INSERT INTO kept (name) WITH RECURSIVE n (name) AS (SELECT min(name) FROM measured UNION ALL"
                + " SELECT (SELECT min(name) FROM measured m WHERE m.name > n.name) FROM n WHERE n.name IS NOT NULL)"
                + " SELECT name FROM n WHERE name IS NOT NULL";

        new WalkedTable(connection, distinct).run();

        assertThat(rows("SELECT name FROM kept ORDER BY name")).containsExactly("a", "b");
    }

    private List<String> kept() throws SQLException {
        return rows("SELECT name || ' ' || least FROM kept ORDER BY name");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
