package org.dsa110.contimg.rest.internal.found;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.JDBC;

/** How tables of other programs are read, on a file. */
class FoundSchemaTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v)|id",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v)|id",
            "CREATE TABLE t (id TEXT PRIMARY KEY, v)|id, rowid",
            "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v)|id",
            "CREATE TABLE t (id INT PRIMARY KEY, v)|id, rowid",
            "CREATE TABLE t (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID|b, a",
            "CREATE TABLE t (a, b)|rowid",
            "CREATE TABLE t (RowId, b)|oid"})
    void aPageIsARangeOfAnIndex(String create, String order) throws SQLException {
        try (Connection file = open(); Statement statement = file.createStatement()) {
            statement.executeUpdate(create);
            FoundTable table = FoundSchema.describe(file, Database.PRODUCTS, FoundSchema.entry(file, "T"));
            assertThat(table.tellsRowsApart()).isTrue();
            assertThat(table.ordering().stream().map(ColumnDescription::name)).containsExactly(order.split(", "));
            String terms = table.ordering().stream().map(column -> column.sql() + " ASC NULLS FIRST")
                    .collect(Collectors.joining(", "));
            String plan = plan(statement, table.select(table.columns()) + " WHERE " + table.ordering().get(0).sql()
                    + " > ? ORDER BY " + terms + " LIMIT 101");
            assertThat(plan).startsWith("SEARCH found USING").doesNotContain("TEMP B-TREE");
            assertThat(plan(statement, table.select(table.columns()) + " WHERE " + table.keys().stream()
                    .map(key -> key.sql() + " = ?").collect(Collectors.joining(" AND ")))).startsWith(
                            "SEARCH found USING");
        }
    }

    @ParameterizedTest
    @CsvSource({"INTEGER,INTEGER", "bigint unsigned,INTEGER", "VARCHAR(20),TEXT", "clob,TEXT", "BLOB,ANY", "'',ANY",
            "REAL,REAL", "DOUBLE PRECISION,REAL", "float,REAL", "NUMERIC,ANY", "DATETIME,ANY", "BOOLEAN,ANY",
            "FLOATING POINT,INTEGER", "CHARINT,INTEGER", "STRING,ANY"})
    void aDeclaredTypeIsTakenAsSqliteTakesIt(String declared, ColumnType type) throws SQLException {
        try (Connection file = open(); Statement statement = file.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (a " + declared + ")");
            FoundTable table = FoundSchema.describe(file, Database.PRODUCTS, FoundSchema.entry(file, "t"));
            assertThat(table.column("a").type()).isEqualTo(type);
        }
    }

    @Test
    void aTableWhoseColumnsHaveAllNamesOfTheRowNumberIsOrderedByAllColumns() throws SQLException {
        try (Connection file = open(); Statement statement = file.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (rowid, _ROWID_, oid)");
            FoundTable table = FoundSchema.describe(file, Database.PRODUCTS, FoundSchema.entry(file, "t"));
            assertThat(table.keys()).isEmpty();
            assertThat(table.tellsRowsApart()).isFalse();
            assertThat(table.ordering()).isEqualTo(table.columns());
        }
    }

    private static String plan(Statement statement, String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (row.next()) {
                plan.append(row.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    private Connection open() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + folder.resolve("other.sqlite3"), new Properties());
    }
}
