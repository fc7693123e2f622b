package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;
import org.dsa110.contimg.database.internal.sqlite.schema.MadeSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs in the field have in a table that is ours too, they have in a file that our migrations have made. */
class FreshFilesTest {
    /** What a fresh file has in another way, and which. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "default of ms_index.created_at", "trigger ms_index_created, as no expression can be added as a default",
            "key path of storage_locations", "among those without a name: those with one may have the same path");

    @TempDir
    Path folder;

    static Stream<String> samples() {
        return SampleFiles.names().filter(name -> !name.startsWith("queue/"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFreshFileHasTheColumnsKeysAndDefaultsOfASample(String sample) throws Exception {
        List<String> poorer = new ArrayList<>();
        try (Connection fresh = fresh(sample); Connection field = connect(SampleFiles.make(sample, folder))) {
            Map<String, Table> theirs = Table.all(field);
            for (Table ours : Table.all(fresh).values()) {
                Table there = theirs.get(Table.lower(ours.name()));
                if (there != null) {
                    poorer.addAll(poorer(ours, there));
                    Set<Set<String>> keys = keys(fresh, ours);
                    keys(field, there).stream().filter(key -> !keys.contains(key))
                            .forEach(key -> poorer.add("key " + String.join(", ", key) + " of " + ours.name()));
                }
            }
        }
        poorer.removeAll(OTHERWISE.keySet());
        assertThat(poorer).isEmpty();
    }

    /** Columns that are not there, that have no default, or that must be given here and not there. */
    private static List<String> poorer(Table ours, Table there) {
        List<String> poorer = new ArrayList<>();
        for (Column column : there.columns().values()) {
            Column own = ours.column(column.name());
            String name = ours.name() + "." + column.name();
            if (own == null) {
                poorer.add("no " + name);
                continue;
            }
            if (Affinity.of(own.type()) != Affinity.of(column.type())) {
                poorer.add("type of " + name);
            }
            if (column.hasDefault() && !bare(column.fallback()).equals(bare(own.fallback()))) {
                poorer.add("default of " + name);
            }
            if (own.notNull() && !own.hasDefault() && !column.notNull() && column.key() == 0) {
                poorer.add(name + " must be given");
            }
        }
        ours.columns().values().stream().filter(own -> own.notNull() && !own.hasDefault())
                .filter(own -> there.column(own.name()) == null)
                .forEach(own -> poorer.add(ours.name() + "." + own.name() + " must be given"));
        return poorer;
    }

    private static String bare(String fallback) {
        return fallback == null ? "" : fallback.replaceAll("['\"]", "");
    }

    private static Set<Set<String>> keys(Connection connection, Table table) throws SQLException {
        Set<Set<String>> keys = strings(connection, "SELECT group_concat(lower(i.name)) FROM pragma_index_list('"
                + table.name()
                + "') l, pragma_index_info(l.name) i WHERE l.\"unique\" AND NOT l.partial GROUP BY l.name")
                .stream().map(key -> new TreeSet<>(Arrays.asList(key.split(",")))).collect(Collectors.toSet());
        table.columns().values().stream().filter(table::isRowNumber)
                .forEach(column -> keys.add(new TreeSet<>(List.of(Table.lower(column.name())))));
        return keys;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void programsInTheFieldWriteIntoAFreshFileWhatTheyWroteIntoTheirs(String sample) throws Exception {
        Path file = SampleFiles.make(sample, folder);
        try (Connection fresh = fresh(sample)) {
            execute(fresh, "ATTACH '" + file + "' AS field");
            Map<String, Table> ours = Table.all(fresh);
            for (Table there : known(file)) {
                Table own = ours.get(Table.lower(there.name()));
                if (own == null) {
                    continue;
                }
                String columns = there.columns().values().stream().map(column -> Table.quoted(column.name()))
                        .collect(Collectors.joining(", "));
                execute(fresh, "INSERT INTO main." + Table.quoted(there.name()) + " (" + columns + ") SELECT " + columns
                        + " FROM field." + Table.quoted(there.name()));
                new Programs(fresh).others(there);
            }
        }
    }

    private static List<Table> known(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            return List.copyOf(Table.all(connection).values());
        }
    }

    /** Their programs run it on each file that they open, so that nothing works where one of its statements fails. */
    @ParameterizedTest
    @ValueSource(strings = {"unified/pipeline", "unified/pipeline-grown"})
    void theScriptThatMakesTheOneFileLayoutRunsOnAFreshFile(String sample) throws Exception {
        List<String> script;
        try (Connection field = connect(SampleFiles.make(sample, folder))) {
            script = strings(field, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index')"
                    + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'index', rowid");
        }
        try (Connection fresh = fresh(sample)) {
            for (int round = 0; round < 2; round++) {
                for (String sql : script) {
                    execute(fresh,
                            sql.replaceFirst("(?i)^CREATE (UNIQUE INDEX|INDEX|TABLE) ", "CREATE $1 IF NOT EXISTS "));
                }
            }
            execute(fresh, "PRAGMA foreign_keys = ON");
            // What refers to an image by its path can be checked.
            execute(fresh, "DELETE FROM images");
            // A view of our index in its place would have ended the script at its first index.
            for (int stored = 1; stored >= 0; stored--) {
                execute(fresh,
                        "INSERT OR REPLACE INTO hdf5_files (path, filename, group_id, subband_code, indexed_at, stored)"
                                + " VALUES ('/a', 'a', 'g', 'sb00', 1, " + stored + ")");
            }
            assertThat(strings(fresh, "SELECT stored FROM hdf5_files")).containsExactly("0");
        }
    }

    @Test
    void anImageThatIsReplacedIsOneRowInOneFileAndSeveralInFilesOfTheirOwn() throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String sample : List.of("unified/pipeline", "production/products")) {
            try (Connection fresh = fresh(sample)) {
                for (int time = 1; time <= 2; time++) {
                    execute(fresh,
                            "INSERT OR REPLACE INTO images (path, ms_path, created_at, type) VALUES ('a', 'b', " + time
                                    + ", 'dirty')");
                }
                rows.put(sample, strings(fresh, "SELECT count(*) FROM images").get(0));
            }
        }
        assertThat(rows).containsEntry("unified/pipeline", "1").containsEntry("production/products", "2");
    }

    @Test
    void whatAProgramLeavesOutIsGivenByTheDatabase() throws Exception {
        try (Connection fresh = fresh("unified/pipeline")) {
            execute(fresh, "INSERT INTO ms_index (path) VALUES ('a')");
            execute(fresh, "INSERT INTO ms_index (path, created_at) VALUES ('b', 5), ('c', NULL)");
            assertThat(strings(fresh,
                    "SELECT path || ' ' || typeof(created_at) || ' ' || (created_at = 5 OR abs(created_at"
                            + " - CAST(strftime('%s', 'now') AS REAL)) < 60) FROM ms_index ORDER BY 1"))
                    .containsExactly("a real 1", "b real 1", "c real 1");
            execute(fresh, "INSERT INTO caltables (set_name, path, table_type, order_index, created_at)"
                    + " VALUES ('s', 'p', 'BP', 20, 1)");
            assertThat(strings(fresh, "SELECT status FROM caltables")).containsExactly("active");
            for (int time = 1; time <= 2; time++) {
                execute(fresh,
                        "INSERT INTO calibrator_transits (calibrator_name, transit_mjd, transit_iso, calculated_at,"
                                + " updated_at) VALUES ('3C286', " + time + ", 'i', 1, 1)");
            }
            assertThat(strings(fresh, "SELECT transit_mjd || ' ' || id FROM calibrator_transits ORDER BY 1"))
                    .containsExactly("1.0 1", "2.0 2");
            execute(fresh, "UPDATE calibrator_transits SET id = NULL, has_data = 1");
            execute(fresh, "UPDATE ms_index SET created_at = NULL WHERE path = 'b'");
            assertThat(strings(fresh, "SELECT id || ' ' || has_data FROM calibrator_transits ORDER BY 1"))
                    .containsExactly("1 1", "2 1");
            assertThat(strings(fresh, "SELECT created_at FROM ms_index WHERE path = 'b'")).containsExactly("5.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unified/pipeline", "production/hdf5", "production/ingest"})
    void aPointingHasItsTimeAndItsNumberUnderTheNamesOfAllPrograms(String sample) throws Exception {
        try (Connection fresh = fresh(sample)) {
            execute(fresh, "INSERT INTO pointing_history (timestamp, ra_deg, dec_deg) VALUES (61000.5, 1, 2)");
            execute(fresh, "INSERT INTO pointing_history (timestamp_mjd, ra_deg, dec_deg, source, recorded_at)"
                    + " VALUES (61001.5, 1, 2, 'monitor', 7), (61001.5, 1, 2, 'other', 8)");
            execute(fresh,
                    "INSERT INTO pointing_history (id, timestamp) VALUES (9223372036854775807, 61002.5), (NULL, 61003.5)");
            assertThat(strings(fresh,
                    "SELECT id || ' ' || coalesce(timestamp, 'none') || ' ' || timestamp_mjd || ' ' ||"
                            + " coalesce(source, 'none') || ' ' || (recorded_at > 8) FROM pointing_history ORDER BY id"))
                    .containsExactly("1 61000.5 61000.5 none 1", "2 61001.5 61001.5 monitor 0",
                            "3 none 61001.5 other 0", "4 61003.5 61003.5 none 1",
                            "9223372036854775807 61002.5 61002.5 none 1");
            assertThatThrownBy(() -> execute(fresh,
                    "INSERT INTO pointing_history (timestamp_mjd, source) VALUES (61001.5, 'other')"))
                    .hasMessageContaining("UNIQUE constraint failed");
            execute(fresh,
                    "INSERT OR REPLACE INTO pointing_history (timestamp_mjd, ra_deg, source) VALUES (61001.5, 9, 'monitor')");
            assertThat(
                    strings(fresh, "SELECT timestamp || ' ' || ra_deg FROM pointing_history WHERE source = 'monitor'"))
                    .containsExactly("61001.5 9.0");
            execute(fresh,
                    "INSERT INTO pointing_history (timestamp, timestamp_mjd, source) VALUES (59000, 60000, 'a')");
            execute(fresh,
                    "INSERT OR IGNORE INTO pointing_history (timestamp, source) VALUES (60000, 'a')");
            assertThat(strings(fresh, "SELECT timestamp || ' ' || coalesce(timestamp_mjd, 'none') || ' '"
                    + " || (id > 0 AND recorded_at > 0) FROM pointing_history WHERE source = 'a' ORDER BY 1"))
                    .containsExactly("59000.0 60000.0 1", "60000.0 none 1");
        }
    }

    private static Connection fresh(String sample) throws Exception {
        return new MadeSchema(SampleFiles.migrations(sample).values().stream().flatMap(List::stream).toList()).model();
    }
}
