package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.sqlite.SqliteEngine;
import org.dsa110.contimg.database.internal.sqlite.schema.KeptSchema;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs in the field made, and what becomes of it. */
class AdoptionTest {
    static final Map<String, String> SETTINGS = Map.of("lock-timeout", "300ms");

    @TempDir
    Path folder;
    private final SqliteEngine engine = new DatabaseSettings(SETTINGS).engine();

    static Stream<String> samples() {
        return SampleFiles.names();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nothingOfASampleIsLostAndAllProgramsCanGoOn(String sample) throws Exception {
        Path file = SampleFiles.make(sample, folder);
        Map<String, List<String>> migrations = SampleFiles.migrations(sample);
        Content before = content(file);
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.UNVERSIONED);

        AdoptionReport report = engine.adopt(location(file), migrations, false, Progress.NONE);

        assertThat(report.steps()).isNotEmpty();
        assertWhole(file, migrations, before);
        try (Connection copy = connect(report.copy())) {
            before.assertKeptIn(copy);
            assertThat(Content.of(copy)).isEqualTo(before);
            assertThat(strings(copy, "PRAGMA journal_mode")).containsExactly("delete");
        }
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.UNVERSIONED);
        AdoptionReport again = engine.adopt(location(file), migrations, false, Progress.NONE);
        assertThat(again.steps()).isEmpty();
        assertThat(again.copy()).isNull();
    }

    /** All old values are there, all statements run, and the schema needs nothing more. */
    static void assertWhole(Path file, Map<String, List<String>> migrations, Content before) throws Exception {
        try (Connection connection = connect(file)) {
            before.assertKeptIn(connection);
            assertFilled(connection, SampleFiles.made(migrations));
            Programs programs = new Programs(connection);
            Map<String, Table> now = Table.all(connection);
            Map<String, Table> wanted = SampleFiles.wanted(migrations);
            for (Table table : now.values()) {
                programs.withForeignKeys(table);
            }
            for (Table old : before.tables().values()) {
                programs.others(old);
            }
            for (Table own : wanted.values()) {
                programs.service(own, now.get(Table.lower(own.name())), false);
                programs.service(own, now.get(Table.lower(own.name())), true);
            }
            for (Table old : before.tables().values()) {
                programs.others(old);
            }
            before.assertKeptIn(connection);
        }
        try (LoggedLines log = new LoggedLines(KeptSchema.class)) {
            new DatabaseSettings(SETTINGS).engine().keepSchema(location(file), migrations);
            assertThat(log.messages()).noneMatch(line -> line.contains("put back"));
        }
    }

    /** What triggers keep has the rows that the migrations' own statements find in the adopted file. */
    private static void assertFilled(Connection connection, MadeSchema made) throws SQLException {
        for (Map.Entry<String, String> fill : made.fillsOfKept().entrySet()) {
            String table = fill.getKey();
            execute(connection, "BEGIN");
            execute(connection, "CREATE TEMP TABLE filled AS SELECT * FROM main." + table);
            execute(connection, "DELETE FROM main." + table);
            execute(connection, fill.getValue());
            assertThat(strings(connection,
                    "SELECT * FROM (SELECT * FROM temp.filled EXCEPT SELECT * FROM main." + table + ")")).as(table)
                    .isEmpty();
            assertThat(strings(connection,
                    "SELECT * FROM (SELECT * FROM main." + table + " EXCEPT SELECT * FROM temp.filled)")).as(table)
                    .isEmpty();
            execute(connection, "ROLLBACK");
        }
    }

    /** What fills a table is computed beside, from the rows as they were, only where that finds the same. */
    @ParameterizedTest
    @ValueSource(strings = {"REAL", "NUMERIC", "BLOB"})
    void placesOfSourcesAreFoundWhateverTheirColumnsWere(String type) throws Exception {
        Path file = folder.resolve("products.sqlite3");
        try (Connection connection = connect(file)) {
            execute(connection,
                    "CREATE TABLE photometry (id INTEGER PRIMARY KEY, source_id TEXT, image_path TEXT NOT NULL,"
                            + " ra_deg " + type + " NOT NULL, dec_deg " + type
                            + " NOT NULL, nvss_flux_mjy REAL, peak_jyb REAL NOT NULL,"
                            + " peak_err_jyb REAL, measured_at REAL NOT NULL)");
            if (!type.equals("BLOB")) {
                execute(connection, "CREATE INDEX of_sources ON photometry (source_id)");
            }
            for (String row : List.of("'a', 10, 0.5", "'a', 10.05, 0.5", "'b', 10, 0.5", "'b', 10, 12.5",
                    "'c', 359.99, -90", "NULL, 1, 1", "'nowhere', 1000, 0")) {
                execute(connection,
                        "INSERT INTO photometry (source_id, ra_deg, dec_deg, image_path, peak_jyb, measured_at) VALUES ("
                                + row + ", 'i', 1, 1)");
            }
        }
        Map<String, List<String>> migrations = SampleFiles.migrations("production/products");
        Content before = content(file);

        engine.adopt(location(file), migrations, false, Progress.NONE);

        try (Connection connection = connect(file)) {
            assertThat(strings(connection,
                    "SELECT source_id || coalesce(dec_deg, '') FROM source_places ORDER BY source_id"))
                    .containsExactly("a0.5", "b", "c-90.0");
        }
        assertWhole(file, migrations, before);
        assertThat(bytes(folder).keySet()).noneMatch(name -> name.endsWith(".adoption-fill"));
    }

    @Test
    void rowsThatBreakAUniqueKeyStayAndTheFileIsServedAllTheSame() throws Exception {
        Path file = SampleFiles.make("production/cal_registry", folder);
        try (Connection connection = connect(file)) {
            String sql = strings(connection, "SELECT sql FROM sqlite_schema WHERE name = 'caltables'").get(0);
            execute(connection, "ALTER TABLE caltables RENAME TO old");
            execute(connection, sql.replace("path TEXT NOT NULL UNIQUE", "path TEXT NOT NULL"));
            execute(connection, "INSERT INTO caltables SELECT * FROM old");
            execute(connection, "INSERT INTO caltables (set_name, path, table_type, order_index, created_at, status)"
                    + " SELECT set_name, path, table_type, order_index, created_at, status FROM caltables");
            execute(connection, "DROP TABLE old");
        }
        Content before = content(file);
        Map<String, List<String>> migrations = SampleFiles.migrations("production/cal_registry");

        AdoptionReport report = engine.adopt(location(file), migrations, false, Progress.NONE);

        assertThat(report.findings()).anyMatch(line -> line.contains("rows of table caltables have the same path"));
        assertWhole(file, migrations, before);
        try (Connection connection = connect(file)) {
            execute(connection, "DELETE FROM caltables WHERE id NOT IN (SELECT min(id) FROM caltables GROUP BY path)");
            execute(connection, "DROP INDEX unique_caltables_path");
        }
        engine.keepSchema(location(file), migrations);
        try (Connection connection = connect(file)) {
            assertThat(strings(connection,
                    "SELECT \"unique\" FROM pragma_index_list('caltables') WHERE name = 'unique_caltables_path'"))
                    .containsExactly("1");
        }
    }

    @Test
    void pointingsOfTheOneFileLayoutHaveTheirTimeUnderOurNameToo() throws Exception {
        Path file = SampleFiles.make("unified/pipeline", folder);
        engine.adopt(location(file), SampleFiles.migrations("unified/pipeline"), false, Progress.NONE);
        try (Connection connection = connect(file)) {
            assertThat(
                    strings(connection, "SELECT count(*) FROM pointing_history WHERE timestamp IS NOT timestamp_mjd"))
                    .containsExactly("0");
        }
    }

    /** By a trigger of ours that sets a column of a key which it does not know, an INSERT of theirs would be refused. */
    @ParameterizedTest
    @ValueSource(strings = {"UNIQUE (timestamp_mjd)", "UNIQUE (recorded_at, dec_deg)"})
    void aKeyOfAnotherProgramIsNotBrokenByWhatWeFillIn(String key) throws Exception {
        Path file = folder.resolve("ingest.sqlite3");
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE TABLE pointing_history (timestamp_mjd REAL, timestamp REAL, source TEXT,"
                    + " dec_deg REAL, recorded_at REAL, ra_deg REAL, " + key + ")");
            execute(connection,
                    "INSERT INTO pointing_history (timestamp_mjd, timestamp, source) VALUES (60000, 59000, 'a')");
        }
        Map<String, List<String>> migrations = SampleFiles.migrations("production/ingest");

        AdoptionReport report = engine.adopt(location(file), migrations, false, Progress.NONE);

        assertThat(report.copy()).isNotNull();
        try (Connection connection = connect(file)) {
            execute(connection, "INSERT INTO pointing_history (timestamp, source) VALUES (60000, 'b')");
            assertThat(strings(connection,
                    "SELECT coalesce(timestamp_mjd, 'none') FROM pointing_history WHERE source = 'b'"))
                    .containsExactly("none");
        }
        assertThat(engine.adopt(location(file), migrations, false, Progress.NONE).steps()).isEmpty();
    }

    static Content content(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            return Content.of(connection);
        }
    }

    static Location location(Path file) {
        return new Location.File(file);
    }

    /** Of each file below a folder, by its path. */
    static Map<String, Integer> bytes(Path folder) throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }
}
