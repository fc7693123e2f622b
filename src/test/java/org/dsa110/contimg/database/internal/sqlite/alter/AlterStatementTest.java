package org.dsa110.contimg.database.internal.sqlite.alter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class AlterStatementTest {
    @TempDir
    Path folder;
    private Connection connection;

    /** A table with all that a rebuild could lose, and what other programs have around it. */
    @BeforeEach
    void fill() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        run("CREATE TABLE parent (name TEXT PRIMARY KEY)");
        run("""
            CREATE TABLE "Measured" ( -- somebody else's words
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                "the flux" TEXT DEFAULT "none",
                flags INT DEFAULT 0 CHECK (flags < 5),
                place TEXT COLLATE NOCASE REFERENCES parent(name) ON DELETE CASCADE,
                twice AS (flags * 2) STORED,
                once GENERATED ALWAYS AS (flags) VIRTUAL,
                UNIQUE (place, id))""");
        run("CREATE TABLE child (measured INTEGER REFERENCES Measured (id) ON DELETE CASCADE)");
        run("CREATE TABLE seen (what TEXT)");
        run("CREATE INDEX by_sum ON measured (flags + 1, upper(\"the flux\")) WHERE flags > 0");
        run("CREATE TRIGGER told AFTER INSERT ON Measured BEGIN INSERT INTO seen VALUES ('insert'); END");
        run("CREATE TRIGGER gone AFTER DELETE ON Measured BEGIN INSERT INTO seen VALUES ('delete'); END");
        run("CREATE TRIGGER elsewhere AFTER DELETE ON child BEGIN UPDATE Measured SET flags = 1; END");
        run("CREATE VIEW fluxes AS SELECT id, \"the flux\" AS f FROM measured");
        run("CREATE VIEW broken AS SELECT absent FROM nowhere");
        run("INSERT INTO parent VALUES ('p')");
        run("INSERT INTO Measured (id, \"the flux\", flags, place) VALUES (7, '1.5', 2, 'P'), (40, 'text', 1, 'orphan'),"
                + " (41, x'00ff', NULL, NULL), (99, NULL, 0, 'p')");
        run("DELETE FROM Measured WHERE id = 99");
        run("INSERT INTO child VALUES (7), (1234)");
        run("PRAGMA ignore_check_constraints = ON");
        run("UPDATE Measured SET flags = 77 WHERE id = 40");
        run("PRAGMA ignore_check_constraints = OFF");
        run("DELETE FROM seen");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE measured ALTER COLUMN \"The Flux\" TYPE REAL",
            "ALTER TABLE measured ALTER COLUMN flags SET DEFAULT (1 + 2)",
            "ALTER TABLE measured ALTER COLUMN place SET DEFAULT 'x, y)'",
            "ALTER TABLE measured ALTER COLUMN \"the flux\" DROP DEFAULT",
            "ALTER TABLE measured ADD FOREIGN KEY (\"the flux\") REFERENCES parent (name) ON DELETE SET NULL",
            "ALTER TABLE measured ADD FOREIGN KEY (place) REFERENCES parent (name) ON DELETE SET NULL ON UPDATE CASCADE",
            "ALTER TABLE measured ADD COLUMN IF NOT EXISTS made REAL DEFAULT (abs(-3))",
            "ALTER TABLE measured ADD COLUMN IF NOT EXISTS made REAL NOT NULL DEFAULT 3"})
    void aChangeOfATableKeepsAllElseOfIt(String sql) throws SQLException {
        List<String> parts = list("SELECT sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name");
        List<String> others = list("SELECT sql FROM sqlite_schema WHERE name IN ('child', 'parent', 'seen')");
        List<String> rows = list("SELECT id, flags, typeof(flags), place, twice, once FROM measured ORDER BY id");
        List<String> columns = list("SELECT name, \"notnull\", pk, hidden FROM pragma_table_xinfo('measured')");

        run("BEGIN");
        AlterStatement.run(connection, sql);
        run("COMMIT");
        List<String> after = list("SELECT sql, rootpage FROM sqlite_schema");
        AlterStatement.run(connection, sql);

        assertThat(list("SELECT sql, rootpage FROM sqlite_schema")).as("a second run").isEqualTo(after);
        assertThat(list("SELECT sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name")).isEqualTo(parts);
        assertThat(list("SELECT sql FROM sqlite_schema WHERE name IN ('child', 'parent', 'seen')")).isEqualTo(others);
        assertThat(list("SELECT id, flags, typeof(flags), place, twice, once FROM measured ORDER BY id"))
                .isEqualTo(rows);
        assertThat(list("SELECT name, \"notnull\", pk, hidden FROM pragma_table_xinfo('measured')"))
                .containsAll(columns);
        assertThat(list("SELECT measured FROM child")).containsExactly("7", "1234");
        assertThat(list("SELECT what FROM seen")).isEmpty();
        assertThat(one("PRAGMA integrity_check")).contains("CHECK constraint failed").doesNotContain("\n");
        assertThat(list("SELECT collation FROM (SELECT x.coll AS collation FROM pragma_index_list('measured') l,"
                + " pragma_index_xinfo(l.name) x WHERE l.origin = 'u' AND x.name = 'place')"))
                .containsExactly("NOCASE");
        run("INSERT INTO Measured (place) VALUES ('p')");
        assertThat(one("SELECT max(id) FROM measured")).as("AUTOINCREMENT gives no number again").isEqualTo("100");
        assertThat(list("SELECT what FROM seen")).containsExactly("insert");
    }

    @Test
    void ofADefaultThatCannotBeComputedNothingStays() throws SQLException {
        List<String> before = list("SELECT sql FROM sqlite_schema");
        run("BEGIN");
        assertThatThrownBy(() -> AlterStatement.run(connection,
                "ALTER TABLE measured ADD COLUMN IF NOT EXISTS made REAL DEFAULT (1.0 + flags_of())"))
                .isInstanceOf(SQLException.class);
        run("ROLLBACK");
        assertThat(list("SELECT sql FROM sqlite_schema")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE measured ALTER COLUMN flags TYPE int",
            "ALTER TABLE measured ALTER COLUMN flags SET DEFAULT (0)",
            "ALTER TABLE measured ALTER COLUMN place DROP DEFAULT",
            "ALTER TABLE measured ADD FOREIGN KEY (PLACE) REFERENCES Parent (NAME) ON DELETE CASCADE"})
    void whatIsThereAlreadyIsNotMadeAnew(String sql) throws SQLException {
        List<String> before = list("SELECT sql, rootpage FROM sqlite_schema");
        AlterStatement.run(connection, sql);
        assertThat(list("SELECT sql, rootpage FROM sqlite_schema")).isEqualTo(before);
    }

    @Test
    void aDefaultInParenthesesIsNotTheSameAsOneOfTwo() throws SQLException {
        AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN flags SET DEFAULT ((1) + (2))");
        AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN place SET DEFAULT 'A'");
        AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN place SET DEFAULT 'a'");
        run("INSERT INTO Measured (id) VALUES (500)");
        assertThat(list("SELECT flags, place FROM measured WHERE id = 500")).containsExactly("3|a");
    }

    @Test
    void aDefaultOfBytesIsOneWord() throws SQLException {
        run("CREATE TABLE bytes (a BLOB DEFAULT x'00' NOT NULL, b BLOB DEFAULT X'ff')");
        AlterStatement.run(connection, "ALTER TABLE bytes ALTER COLUMN a SET DEFAULT x'0102'");
        AlterStatement.run(connection, "ALTER TABLE bytes ALTER COLUMN b DROP DEFAULT");
        assertThat(list("SELECT name, \"notnull\", dflt_value FROM pragma_table_info('bytes')"))
                .containsExactly("a|1|x'0102'", "b|0|null");
    }

    @Test
    void aForeignKeyIsReplacedByOneThatDoesSomethingElse() throws SQLException {
        run("CREATE TABLE two (a TEXT, b TEXT REFERENCES parent (name) ON DELETE RESTRICT, c TEXT,"
                + " CONSTRAINT of_a FOREIGN KEY (a) REFERENCES parent (name), UNIQUE (b, c))");
        AlterStatement.run(connection,
                "ALTER TABLE two ADD FOREIGN KEY (a) REFERENCES parent (name) ON DELETE SET NULL");
        AlterStatement.run(connection, "ALTER TABLE two ADD FOREIGN KEY (c) REFERENCES parent (name)");
        AlterStatement.run(connection, "ALTER TABLE two ADD FOREIGN KEY (b) REFERENCES parent (name)");
        assertThat(list("SELECT \"from\", on_delete FROM pragma_foreign_key_list('two') ORDER BY 1"))
                .containsExactly("a|SET NULL", "b|NO ACTION", "c|NO ACTION");
        assertThat(list("SELECT origin FROM pragma_index_list('two')")).containsExactly("u");
    }

    @Test
    void settingsOfTheConnectionAreAsTheyWereBefore() throws SQLException {
        List<String> settings = List.of("writable_schema", "legacy_alter_table", "ignore_check_constraints");
        for (String value : List.of("0", "1")) {
            for (String setting : settings) {
                run("PRAGMA " + setting + " = " + value);
            }
            AlterStatement.run(connection, "ALTER TABLE measured RENAME COLUMN flags TO flags" + value);
            AlterStatement.run(connection, "ALTER TABLE measured RENAME COLUMN flags" + value + " TO flags");
            AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN flags SET DEFAULT 1" + value);
            for (String setting : settings) {
                assertThat(one("PRAGMA " + setting)).as(setting).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNameThatIsTakenIsRefusedAndTheFileIsReadAsBefore(boolean broken) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("taken.sqlite3");
        List<String> before;
        try (Connection file = DriverManager.getConnection(url)) {
            run(file, "CREATE TABLE a (flux REAL, Flux_Jy REAL, twice AS (flux * 2))");
            run(file, "CREATE TABLE b (c)");
            run(file, "CREATE INDEX by_flux ON a (flux)");
            run(file, "CREATE VIEW fluxes AS SELECT flux FROM a");
            if (broken) {
                run(file, "CREATE VIEW broken AS SELECT absent FROM nowhere");
            }
            before = list(file, "SELECT sql FROM sqlite_schema");
            for (String sql : List.of("ALTER TABLE a RENAME COLUMN IF EXISTS flux TO flux_jy",
                    "ALTER TABLE a RENAME COLUMN IF EXISTS flux TO twice",
                    "ALTER TABLE a RENAME COLUMN flux TO \"FLUX_JY\"",
                    "ALTER TABLE IF EXISTS a RENAME TO B", "ALTER TABLE IF EXISTS a RENAME TO fluxes",
                    "ALTER TABLE IF EXISTS a RENAME TO by_flux",
                    "ALTER TABLE IF EXISTS a RENAME TO sqlite_flux")) {
                assertThatThrownBy(() -> AlterStatement.run(file, sql)).as(sql)
                        .satisfies(AlterStatementTest::isOfTheFile);
            }
        }
        try (Connection file = DriverManager.getConnection(url)) {
            assertThat(list(file, "SELECT sql FROM sqlite_schema")).isEqualTo(before);
            AlterStatement.run(file, "ALTER TABLE a RENAME COLUMN IF EXISTS flux TO FLUX");
        }
        try (Connection file = DriverManager.getConnection(url)) {
            assertThat(list(file, "SELECT name FROM pragma_table_info('a')")).containsExactly("FLUX", "Flux_Jy");
            assertThat(list(file, "SELECT * FROM fluxes")).isEmpty();
        }
    }

    @Test
    void allRefusalsAreOfTheFileAsThoseOfSqliteAre() throws SQLException {
        run("CREATE TABLE odd (a REFERENCES parent (name))");
        run("INSERT INTO odd VALUES (1)");
        run("PRAGMA writable_schema = ON");
        run("UPDATE sqlite_schema SET sql = 'CREATE TABLE odd (a, UNIQUE (a) what)' WHERE name = 'odd'");
        run("PRAGMA writable_schema = OFF");
        for (String sql : List.of("ALTER TABLE odd ALTER COLUMN a SET DEFAULT 1",
                "ALTER TABLE odd ADD FOREIGN KEY (a) REFERENCES seen (what)",
                "ALTER TABLE odd ADD COLUMN IF NOT EXISTS b DEFAULT (abs(1))",
                "ALTER TABLE nowhere ALTER COLUMN a TYPE TEXT", "ALTER TABLE measured ALTER COLUMN absent TYPE TEXT",
                "ALTER TABLE measured RENAME COLUMN flags TO place",
                "ALTER TABLE measured RENAME COLUMN absent TO present",
                "ALTER TABLE measured ADD FOREIGN KEY (flags) REFERENCES",
                "ALTER TABLE measured ADD FOREIGN KEY flags")) {
            run("BEGIN");
            assertThatThrownBy(() -> AlterStatement.run(connection, sql)).as(sql)
                    .satisfies(AlterStatementTest::isOfTheFile);
            run("ROLLBACK");
        }
        run("PRAGMA foreign_keys = ON");
        assertThatThrownBy(() -> AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN flags TYPE REAL"))
                .satisfies(AlterStatementTest::isOfTheFile);
    }

    @Test
    void aTypeMakesOfValuesWhatSqliteMakesOfThem() throws SQLException {
        AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN \"the flux\" TYPE REAL;");

        assertThat(list("SELECT \"the flux\", typeof(\"the flux\") FROM measured ORDER BY id")).startsWith("1.5|real",
                "text|text").element(2).asString().endsWith("|blob");
        assertThat(list("SELECT type, dflt_value FROM pragma_table_info('measured') WHERE cid = 1"))
                .containsExactly("REAL|\"none\"");
    }

    @Test
    void rowsWithoutANumberOfTheirOwnKeepTheirs() throws SQLException {
        run("CREATE TABLE plain (a TEXT PRIMARY KEY, rowid TEXT)");
        run("INSERT INTO plain (_rowid_, a, rowid) VALUES (5, 'x', 'mine'), (900, 'y', NULL)");
        AlterStatement.run(connection, "ALTER TABLE plain ALTER COLUMN rowid TYPE INTEGER");
        assertThat(list("SELECT _rowid_, a, rowid FROM plain")).containsExactly("5|x|mine", "900|y|null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WITHOUT ROWID", "STRICT", "STRICT, WITHOUT ROWID"})
    void aTableStaysOfItsKind(String kind) throws SQLException {
        run("CREATE TABLE other (b TEXT, a INTEGER, c INT, PRIMARY KEY (a DESC, b)) " + kind);
        run("INSERT INTO other VALUES ('2', 1, 3)");
        AlterStatement.run(connection, "ALTER TABLE other ALTER COLUMN c TYPE TEXT");
        AlterStatement.run(connection, "ALTER TABLE other ALTER COLUMN c SET DEFAULT 'x'");
        assertThat(list("SELECT *, typeof(c) FROM other")).containsExactly("2|1|3|text");
        assertThat(one("SELECT wr || strict FROM pragma_table_list WHERE name = 'other'"))
                .isEqualTo((kind.contains("WITHOUT") ? "1" : "0") + (kind.contains("STRICT") ? "1" : "0"));
    }

    @Test
    void namesChangeWhereTheyAreUsedWhateverElseIsBroken() throws SQLException {
        AlterStatement.run(connection, "ALTER TABLE measured RENAME COLUMN IF EXISTS \"the flux\" TO flux");
        AlterStatement.run(connection, "ALTER TABLE measured RENAME COLUMN IF EXISTS \"the flux\" TO flux");
        AlterStatement.run(connection, "ALTER TABLE IF EXISTS measured RENAME TO found");
        AlterStatement.run(connection, "ALTER TABLE IF EXISTS measured RENAME TO found");
        assertThat(list("SELECT f FROM fluxes WHERE id = 7")).containsExactly("1.5");
        assertThat(one("SELECT sql FROM sqlite_schema WHERE name = 'by_sum'")).contains("found").contains("flux");
        assertThat(one("SELECT sql FROM sqlite_schema WHERE name = 'child'")).contains("found");
        assertThat(one("SELECT sql FROM sqlite_schema WHERE name = 'broken'")).endsWith("absent FROM nowhere");
    }

    @Test
    void aColumnThatAnotherProgramHasAddedStays() throws SQLException {
        run("ALTER TABLE Measured ADD COLUMN Mine TEXT DEFAULT 'other'");
        AlterStatement.run(connection, "ALTER TABLE measured ADD COLUMN IF NOT EXISTS mine REAL");
        assertThat(list("SELECT DISTINCT mine FROM measured")).containsExactly("other");
        run("DROP VIEW broken");
        AlterStatement.run(connection, "ALTER TABLE measured DROP COLUMN IF EXISTS mine");
        AlterStatement.run(connection, "ALTER TABLE measured DROP COLUMN IF EXISTS mine");
        assertThat(list("SELECT name FROM pragma_table_info('measured')")).doesNotContain("Mine");
    }

    @Test
    void aForeignKeyThatSqliteCannotCheckIsRefused() {
        assertThatThrownBy(() -> AlterStatement.run(connection,
                "ALTER TABLE child ADD FOREIGN KEY (measured) REFERENCES seen (what)"))
                .hasMessageContaining("mismatch");
    }

    @Test
    void noTableIsMadeAnewWhereRowsThatReferToItWouldGoWithIt() throws SQLException {
        run("PRAGMA foreign_keys = ON");
        assertThatThrownBy(() -> AlterStatement.run(connection, "ALTER TABLE measured ALTER COLUMN flags TYPE REAL"))
                .hasMessageContaining("not enforced");
    }

    @Test
    void whatSqliteCanDoItDoes() throws SQLException {
        assertThat(AlterStatement.read("ALTER TABLE a ADD COLUMN b")).isEmpty();
        assertThat(AlterStatement.read("ALTER TABLE a")).isEmpty();
        AlterStatement.run(connection, "ALTER TABLE parent ALTER COLUMN name SET NOT NULL");
        assertThatThrownBy(() -> run("INSERT INTO parent VALUES (NULL)")).hasMessageContaining("NOT NULL");
        AlterStatement.run(connection, "ALTER TABLE parent ALTER COLUMN name DROP NOT NULL");
        run("INSERT INTO parent VALUES (NULL)");
    }

    private static void isOfTheFile(Throwable refusal) {
        assertThat(refusal).isInstanceOfSatisfying(SQLiteException.class,
                e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_ERROR));
    }

    private void run(String sql) throws SQLException {
        run(connection, sql);
    }

    private static void run(Connection to, String sql) throws SQLException {
        try (Statement statement = to.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        List<String> rows = list(sql);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private List<String> list(String sql) throws SQLException {
        return list(connection, sql);
    }

    private static List<String> list(Connection from, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = from.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }
}
