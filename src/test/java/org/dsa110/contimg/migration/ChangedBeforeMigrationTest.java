package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.Database.HDF5;
import static org.dsa110.contimg.database.Database.INGEST;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of ours that another program has changed so that the next migrations cannot be run on them as they are. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ChangedBeforeMigrationTest extends UpgradeSuite {
    @Test
    void aColumnThatAnotherProgramAddedIsKeptAndTheRestOfTheMigrationIsDone() throws Exception {
        run(files.five(), Set.of(PRODUCTS), "7", false);
        Path file = files.file(PRODUCTS);
        ScratchFiles.execute(file, "ALTER TABLE ms_index ADD COLUMN group_id TEXT",
                "INSERT INTO ms_index (path, group_id) VALUES ('a', 'theirs')",
                "INSERT INTO calibrator_transits (calibrator_name, transit_mjd, transit_iso, calculated_at, updated_at)"
                        + " VALUES ('3C286', 61000, 'i', 1, 1)");
        Map<String, String> before = files.content();

        UpgradeReport planned = run(files.five(), Set.of(PRODUCTS), null, true).get(0);
        assertThat(files.content()).isEqualTo(before);
        assertThat(planned.adoption().findings()).anyMatch(line -> line.contains("duplicate column name: group_id"));

        UpgradeReport done = run(files.five(), Set.of(PRODUCTS), null, false).get(0);
        assertThat(done.adoption().steps()).isEqualTo(planned.adoption().steps());
        assertThat(done.adoption().copy()).exists();
        assertHead(files.five(), PRODUCTS);
        assertThat(strings(file, "SELECT group_id FROM ms_index")).containsExactly("theirs");
        assertThat(strings(file, "SELECT id FROM calibrator_transits")).containsExactly("1");
        assertThat(strings(file, "SELECT count(*) FROM flyway_products WHERE success"))
                .containsExactly(String.valueOf(flyways.files(PRODUCTS, files.five()).pending().size()));
        assertThat(run(files.five(), Set.of(PRODUCTS), null, false).get(0))
                .satisfies(report -> assertThat(report.adoption()).isNull())
                .satisfies(report -> assertThat(report.applied()).isEmpty());
    }

    @Test
    void severalVersionsThatArePendingAreDoneWithTheirRows() throws Exception {
        run(files.five(), Set.of(PRODUCTS), "5", false);
        Path file = files.file(PRODUCTS);
        ScratchFiles.execute(file, "ALTER TABLE photometry ADD COLUMN local_rms REAL",
                "CREATE INDEX theirs ON photometry (local_rms)",
                "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, local_rms)"
                        + " VALUES ('s', 'i', 10, 20, 0.5, 1, 0.25)");
        run(files.five(), Set.of(PRODUCTS), null, false);
        assertHead(files.five(), PRODUCTS);
        assertThat(strings(file, "SELECT local_rms FROM photometry")).containsExactly("0.25");
        assertThat(strings(file, "SELECT source_id || ra_deg FROM source_places")).containsExactly("s10.0");
        assertThat(strings(file, "SELECT name FROM pragma_index_list('photometry')")).contains("theirs");
    }

    @Test
    void rowsThatBreakAUniqueIndexOfAMigrationStayAndItIsMadeOnceTheyDiffer() throws Exception {
        run(files.one(), Set.of(PRODUCTS), "8", false);
        Path file = Path.of(files.one().get(PRODUCTS).toString());
        ScratchFiles.execute(file, "INSERT INTO images (path, ms_path, created_at, type) VALUES ('a', 'm', 1, 'dirty'),"
                + " ('a', 'm', 2, 'dirty')");

        UpgradeReport done = run(files.one(), EnumSet.allOf(Database.class), null, false).get(0);
        assertThat(done.adoption().findings())
                .anyMatch(line -> line.contains("rows of table images have the same path"));
        assertHead(files.one(), PRODUCTS, HDF5, INGEST);
        assertThat(strings(file, "SELECT count(*) FROM images")).containsExactly("2");
        assertThat(unique(file)).containsExactly("0");

        ScratchFiles.execute(file, "DELETE FROM images WHERE created_at = 1", "DROP INDEX unique_images_path");
        run(files.one(), EnumSet.allOf(Database.class), null, false);
        assertThat(unique(file)).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        | WITHOUT ROWID | 3, 1, 2
        id INTEGER, | | null, null, null
        id INTEGER, | WITHOUT ROWID | null, null, null
        id INTEGER AS (CAST(transit_mjd AS INTEGER)) STORED, | | 61000, 61001, 61002
        """)
    void aTableThatAnotherProgramMadeAnewIsBroughtUpAsAdoptionDoes(String column, String without, String ids)
            throws Exception {
        run(files.five(), Set.of(PRODUCTS), "7", false);
        Path file = files.file(PRODUCTS);
        ScratchFiles.execute(file, "ALTER TABLE ms_index ADD COLUMN group_id TEXT", "DROP TABLE calibrator_transits",
                "CREATE TABLE calibrator_transits (calibrator_name TEXT NOT NULL, transit_mjd REAL NOT NULL, "
                        + "transit_iso TEXT NOT NULL, has_data INTEGER NOT NULL DEFAULT 0, group_id TEXT, group_mid_iso TEXT,"
                        + " delta_minutes REAL, pb_response REAL, dec_match INTEGER NOT NULL DEFAULT 0,"
                        + " calculated_at REAL NOT NULL, updated_at REAL NOT NULL, " + (column == null ? "" : column)
                        + " PRIMARY KEY (calibrator_name, transit_mjd)) " + (without == null ? "" : without),
                "INSERT INTO calibrator_transits (calibrator_name, transit_mjd, transit_iso, calculated_at, updated_at)"
                        + " VALUES ('b', 61000, 'i', 1, 1), ('a', 61001, 'i', 1, 1), ('a', 61002, 'i', 1, 1)");
        run(files.five(), Set.of(PRODUCTS), null, false);
        assertHead(files.five(), PRODUCTS);
        assertThat(strings(file, "SELECT coalesce(id, 'null') FROM calibrator_transits ORDER BY transit_mjd"))
                .isEqualTo(List.of(ids.split(", ")));
        ScratchFiles.execute(file, "INSERT INTO calibrator_transits (calibrator_name, transit_mjd, transit_iso,"
                + " calculated_at, updated_at) VALUES ('c', 61003, 'i', 1, 1)");
        assertThat(strings(file, "SELECT id FROM calibrator_transits WHERE calibrator_name = 'c'"))
                .isNotEqualTo(List.of("null")).hasSize(1);
    }

    @Test
    void aFileThatIsStampedWithAnOlderVersionThanItHasIsBroughtUp() throws Exception {
        run(files.five(), Set.of(PRODUCTS), null, false);
        Path file = files.file(PRODUCTS);
        ScratchFiles.execute(file,
                "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)"
                        + " VALUES ('s', 'i', 10, 20, 0.5, 1), ('t', 'i', 11, 20, 0.5, 1)");
        stamp.replace(PRODUCTS, files.five(), MigrationVersion.fromVersion("3"));
        run(files.five(), Set.of(PRODUCTS), null, false);
        assertHead(files.five(), PRODUCTS);
        assertThat(strings(file, "SELECT source_id FROM source_places ORDER BY 1")).containsExactly("s", "t");
        assertThat(strings(file, "SELECT count(*) FROM photometry")).containsExactly("2");
    }

    @Test
    void whatANewerProgramHasMigratedInTheSameFileIsNotTouched() throws Exception {
        run(files.one(), Set.of(PRODUCTS), "3", false);
        run(files.one(), Set.of(HDF5), null, false);
        Path file = Path.of(files.one().get(PRODUCTS).toString());
        ScratchFiles.execute(file, "ALTER TABLE ms_index ADD COLUMN group_id TEXT",
                "INSERT INTO flyway_hdf5 SELECT 99, '99', 'later', type, 'V99__later.sql', checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_hdf5 WHERE version = '1'");
        Map<String, String> before = files.content();
        assertThat(upgrade.run(files.one(), look.at(files.one()), Set.of(PRODUCTS), null, false, Progress.NONE))
                .singleElement().satisfies(report -> assertThat(report.fault()).contains("hdf5", "99"));
        assertThat(files.content()).isEqualTo(before);
    }

    @Test
    void anOlderVersionIsRefusedForItAndNothingIsChanged() throws Exception {
        run(files.one(), EnumSet.allOf(Database.class), "3", false);
        Path file = Path.of(files.one().get(INGEST).toString());
        ScratchFiles.execute(file, "ALTER TABLE subband_files ADD COLUMN not_readable TEXT");
        Map<String, String> before = files.content();
        assertThat(upgrade.run(files.one(), look.at(files.one()), Set.of(INGEST), MigrationVersion.fromVersion("4"),
                false, Progress.NONE)).singleElement().satisfies(report -> assertThat(report.fault())
                        .contains("duplicate column name: not_readable", "to the newest version only"));
        assertThat(files.content()).isEqualTo(before);

        UpgradeReport done = run(files.one(), Set.of(INGEST), null, false).get(0);
        assertThat(done.databases()).containsExactly(Database.values());
        assertHead(files.one(), Database.values());
    }

    /** Nothing that a migration may change is there twice or in another type: what cannot be put right is said, and the file is as it was. */
    @Test
    void aFileThatCannotBecomeWhatTheMigrationsMakeIsAsItWas() throws Exception {
        run(files.five(), Set.of(INGEST), "3", false);
        Path file = files.file(INGEST);
        ScratchFiles.execute(file, "ALTER TABLE subband_files ADD COLUMN not_readable TEXT",
                "DROP TABLE performance_metrics",
                "CREATE VIEW performance_metrics AS SELECT 1 AS group_id");
        Map<String, List<String>> before = Map.of("schema",
                strings(file, "SELECT type || name || sql FROM sqlite_schema"));
        assertThat(upgrade.run(files.five(), look.at(files.five()), Set.of(INGEST), null, false, Progress.NONE))
                .singleElement()
                .satisfies(report -> assertThat(report.fault()).contains("performance_metrics is a view"));
        assertThat(strings(file, "SELECT type || name || sql FROM sqlite_schema")).isEqualTo(before.get("schema"));
        assertThat(look.at(files.five()).get(INGEST).version()).isEqualTo("3");
    }

    private void assertHead(Map<Database, Location> locations, Database... which) {
        for (Database database : which) {
            assertThat(look.at(locations).get(database).standing()).isEqualTo(Standing.HEAD);
            Location location = locations.get(database);
            assertThat(databases.lacking(location, flyways.scripts(location, locations))).isEmpty();
        }
    }

    private static List<String> unique(Path file) throws SQLException {
        return strings(file, "SELECT \"unique\" FROM pragma_index_list('images') WHERE name = 'unique_images_path'");
    }

    private static List<String> strings(Path file, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = ScratchFiles.connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
