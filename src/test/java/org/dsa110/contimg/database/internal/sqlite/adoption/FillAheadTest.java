package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed beside a transaction that adopts a file, and what the transaction has to compute itself. */
class FillAheadTest {
    private static final String FILL = "INSERT INTO nearest (name, least) SELECT name, min(far) FROM measured GROUP BY name";

    @TempDir
    Path folder;

    private Path file;
    private Connection adopting;

    @BeforeEach
    void make() throws SQLException {
        file = folder.resolve("products.sqlite3");
        adopting = DriverManager.getConnection("jdbc:sqlite:" + file);
        execute("PRAGMA journal_mode = WAL");
        execute("CREATE TABLE measured (name TEXT, far REAL, other BLOB)");
        execute("INSERT INTO measured WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
                + " SELECT CASE WHEN i % 100 = 99 THEN CAST(x'ff41' AS TEXT) ELSE 'n' || (i % 100) END, i * 0.1, NULL FROM n");
    }

    @AfterEach
    void close() throws SQLException {
        adopting.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "CREATE INDEX of_names ON measured (name)",
            "CREATE INDEX of_all ON measured (name, far)"})
    void whatReadsAllRowsIsComputedBeside(String index) throws Exception {
        execute(index);
        execute("BEGIN IMMEDIATE");
        execute("CREATE TABLE nearest (name TEXT, least REAL)");
        execute("ALTER TABLE measured ADD COLUMN more REAL");
        try (FillAhead ahead = FillAhead.start(file, adopting, Map.of("nearest", FILL))) {
            String statement = ahead.statement("nearest", FILL);
            assertThat(statement).contains("fill_ahead");
            execute(statement);
        }
        assertThat(strings("SELECT name, typeof(least) FROM nearest EXCEPT SELECT name, 'real' FROM measured"))
                .isEmpty();
        assertThat(strings("SELECT name, min(far) FROM measured GROUP BY name EXCEPT SELECT name, least FROM nearest"))
                .isEmpty();
        execute("COMMIT");
        assertThat(strings("SELECT count(*) FROM nearest")).containsExactly("100");
        assertThat(scratch()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO nearest (name, least) SELECT name, min(more) FROM measured GROUP BY name",
            "INSERT INTO nearest (name, least) SELECT name, far FROM others",
            "INSERT INTO nearest SELECT name, min(far) FROM measured GROUP BY name",
            "INSERT INTO nearest (name, least) SELECT 'none', 1.0"})
    void whatTheFileAsItWasDoesNotSayIsLeftToTheTransaction(String fill) throws Exception {
        execute("BEGIN IMMEDIATE");
        execute("ALTER TABLE measured ADD COLUMN more REAL");
        try (FillAhead ahead = FillAhead.start(file, adopting, Map.of("nearest", fill))) {
            assertThat(ahead.statement("nearest", fill)).isEqualTo(fill);
        }
        assertThat(scratch()).doesNotExist();
    }

    @Test
    void ofAColumnThatHasAnotherTypeNowNothingIsTaken() throws Exception {
        execute("BEGIN IMMEDIATE");
        execute("CREATE TABLE nearest (name TEXT, least REAL)");
        try (FillAhead ahead = FillAhead.start(file, adopting, Map.of("nearest", FILL))) {
            execute("PRAGMA writable_schema = ON");
            execute("UPDATE sqlite_schema SET sql = replace(sql, 'far REAL', 'far TEXT') WHERE name = 'measured'");
            execute("PRAGMA writable_schema = RESET");
            assertThat(ahead.statement("nearest", FILL)).isEqualTo(FILL);
        }
    }

    @Test
    void whatNobodyWantsAnyMoreIsEndedAndTakenAway() throws Exception {
        execute("BEGIN IMMEDIATE");
        String endless = "INSERT INTO nearest (name, least) SELECT a.name, min(b.far) FROM measured a, measured b, measured c"
                + " GROUP BY a.name";
        FillAhead ahead = FillAhead.start(file, adopting, Map.of("nearest", endless));
        ahead.close();
        assertThat(ahead.statement("nearest", endless)).isEqualTo(endless);
        assertThat(scratch()).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftIsReplaced() throws Exception {
        Files.writeString(scratch(), "no database");
        execute("BEGIN IMMEDIATE");
        try (FillAhead ahead = FillAhead.start(file, adopting, Map.of("nearest", FILL))) {
            assertThat(ahead.statement("nearest", FILL)).contains("fill_ahead");
        }
        Files.writeString(scratch(), "no database");
        FillAhead.start(file, adopting, Map.of()).close();
        assertThat(scratch()).doesNotExist();
    }

    private Path scratch() {
        return Path.of(file + ".adoption-fill");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = adopting.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> strings(String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = adopting.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
