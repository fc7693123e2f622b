package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.Database.INGEST;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/** Files that are brought to a version, or noted to be there. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SchemaUpgradeTest extends UpgradeSuite {
    private static final Set<Database> ALL = EnumSet.allOf(Database.class);
    private static final int ROUNDS = Boolean.getBoolean("stress") ? 200 : 5;

    @Test
    void allAreMadeAndASecondTimeThereIsNothingToDo() throws Exception {
        assertThat(run(files.five(), ALL, null, false)).hasSize(5)
                .allSatisfy(report -> assertThat(report.applied()).isNotEmpty());
        assertThat(look.at(files.five()).values()).extracting(SchemaStatus::standing).containsOnly(Standing.HEAD);
        Map<String, String> before = files.content();
        assertThat(run(files.five(), ALL, null, false)).hasSize(5)
                .allSatisfy(report -> assertThat(report.applied()).isEmpty());
        assertThat(files.content()).isEqualTo(before);
    }

    @Test
    void anUpgradeStopsAtAVersionAndGoesOnFromThere() throws Exception {
        run(files.five(), Set.of(PRODUCTS), "4", false);
        assertThat(look.at(files.five()).get(PRODUCTS).words()).startsWith("version 4 of ");
        assertThat(run(files.five(), Set.of(PRODUCTS), null, false)).singleElement()
                .satisfies(report -> assertThat(report.applied()).startsWith("products version 5: sky",
                        "products version 6: source places", "products version 7: positions"));
        assertThat(look.at(files.five()).get(PRODUCTS).standing()).isEqualTo(Standing.HEAD);
        assertThat(files.content().keySet()).containsExactly("", "products.sqlite3");
    }

    @Test
    void aDryRunTellsTheSameAndChangesNothing() throws Exception {
        run(files.five(), Set.of(PRODUCTS), "4", false);
        Map<String, String> before = files.content();
        List<UpgradeReport> planned = run(files.five(), ALL, null, true);
        assertThat(files.content()).isEqualTo(before);
        assertThat(run(files.five(), ALL, null, false)).isEqualTo(planned);
    }

    @Test
    void allInOneFileHaveAHistoryEach() throws Exception {
        run(files.one(), ALL, null, false);
        assertThat(look.at(files.one()).values()).hasSize(5).extracting(SchemaStatus::standing)
                .containsOnly(Standing.HEAD);
        assertThat(files.content().keySet()).containsExactly("", "pipeline.sqlite3");
        Location file = files.one().get(PRODUCTS);
        assertThat(databases.lacking(file, flyways.scripts(file, files.one()))).isEmpty();
    }

    @Test
    void whatATableMadeAnewHasLostIsMissedInAFileOfSeveralDatabasesToo() throws Exception {
        run(files.one(), ALL, null, false);
        Location file = files.one().get(PRODUCTS);
        ScratchFiles.execute(folder.resolve("state/pipeline.sqlite3"), "DROP TRIGGER source_places_add");
        Map<String, String> before = files.content();
        assertThat(databases.lacking(file, flyways.scripts(file, files.one())))
                .contains("trigger source_places_add");
        assertThat(run(files.one(), ALL, null, true).get(0).restored()).contains("trigger source_places_add");
        assertThat(files.content()).isEqualTo(before);
        assertThat(run(files.one(), ALL, null, false).get(0).restored()).contains("trigger source_places_add");
        assertThat(databases.lacking(file, flyways.scripts(file, files.one()))).isEmpty();
    }

    @Test
    void aStampIsTheHistoryThatAnUpgradeWouldHaveWritten() throws Exception {
        run(files.five(), Set.of(INGEST), null, false);
        List<String> written = history();
        stamp.replace(INGEST, files.five(), MigrationVersion.fromVersion("3"));
        assertThat(look.at(files.five()).get(INGEST).words()).startsWith("version 3 of ");
        assertThat(history()).isEqualTo(written.subList(0, 2));
        stamp.replace(INGEST, files.five(), MigrationVersion.LATEST);
        assertThat(history()).isEqualTo(written);
        assertThat(look.at(files.five()).get(INGEST).standing()).isEqualTo(Standing.HEAD);
        assertThat(files.content().keySet()).containsExactly("", "ingest.sqlite3");
    }

    @Test
    void severalThatBringTheSameFilesUpAtTheSameTimeAllSucceed() throws Exception {
        ExecutorService services = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                files = new ScratchFiles(Files.createDirectory(folder.resolve("round" + round)));
                CyclicBarrier together = new CyclicBarrier(3);
                Callable<List<UpgradeReport>> start = () -> {
                    // Before the others begin, as looks within one process give up its locks of the file.
                    Map<Database, SchemaStatus> seen = look.beforeMigration(files.five());
                    together.await();
                    return upgrade.run(files.five(), seen, ALL, null, false, Progress.NONE);
                };
                List<String> applied = new ArrayList<>();
                for (Future<List<UpgradeReport>> one : services.invokeAll(List.of(start, start, start))) {
                    one.get().forEach(report -> {
                        assertThat(report.fault()).isNull();
                        applied.addAll(report.applied());
                    });
                }
                assertThat(applied).as("in round %d", round).doesNotHaveDuplicates().hasSize(ALL.stream()
                        .mapToInt(database -> flyways.files(database, files.five()).pending().size()).sum());
            }
        } finally {
            services.shutdownNow();
        }
    }

    @Test
    void aFileWithoutAHistoryIsTakenOverWithAllDatabasesThatAreInIt() throws Exception {
        Path file = queue(files.one());
        Map<String, String> before = files.content();
        UpgradeReport planned = run(files.one(), Set.of(INGEST), null, true).get(0);
        assertThat(planned.adoption().steps()).isNotEmpty();
        assertThat(files.content()).as("after a dry run").isEqualTo(before);

        UpgradeReport done = run(files.one(), Set.of(INGEST), null, false).get(0);
        assertThat(done.databases()).containsExactly(Database.values());
        assertThat(states(done.adoption().copy())).containsExactly("old pending");
        assertThat(look.at(files.one()).values()).hasSize(5)
                .allSatisfy(status -> assertThat(status.version()).isEqualTo(status.head()));
        assertThat(states(file)).containsExactly("old pending");
        Location location = files.one().get(INGEST);
        assertThat(databases.lacking(location, flyways.scripts(location, files.one()))).isEmpty();
        assertThat(run(files.one(), ALL, null, false)).singleElement()
                .satisfies(report -> assertThat(report.adoption()).isNull());
    }

    @Test
    void whatACrashBetweenTheTablesAndTheirHistoriesLeavesIsFinished() throws Exception {
        Path file = queue(files.five());
        Location location = files.five().get(INGEST);
        databases.adopt(location, flyways.scripts(location, files.five()), false, Progress.NONE);
        assertThat(look.at(files.five()).get(INGEST).standing()).isEqualTo(Standing.UNVERSIONED);
        run(files.five(), Set.of(INGEST), null, false);
        assertThat(look.at(files.five()).get(INGEST).standing()).isEqualTo(Standing.HEAD);
        assertThat(states(file)).containsExactly("old pending");
    }

    @Test
    void aFileWithoutAHistoryStopsAtNoOlderVersion() throws Exception {
        queue(files.five());
        Map<String, String> before = files.content();
        assertThat(upgrade.run(files.five(), look.at(files.five()), Set.of(INGEST), MigrationVersion.fromVersion("3"),
                false, Progress.NONE)).singleElement()
                .satisfies(report -> assertThat(report.fault()).contains("to the newest version only"));
        assertThat(files.content()).isEqualTo(before);
    }

    /** A queue as the oldest programs made it, with a group, where the database is said to be. */
    private static Path queue(Map<Database, Location> locations) throws Exception {
        Path file = Path.of(locations.get(INGEST).toString());
        ScratchFiles.execute(file,
                "CREATE TABLE ingest_queue (group_id TEXT PRIMARY KEY, state TEXT NOT NULL, received_at REAL NOT NULL,"
                        + " last_update REAL NOT NULL, retry_count INTEGER NOT NULL DEFAULT 0, error TEXT)",
                "INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('old', 'pending', 1, 2)");
        return file;
    }

    private static List<String> states(Path file) throws Exception {
        List<String> states = new ArrayList<>();
        try (Connection connection = ScratchFiles.connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_id || ' ' || state FROM ingest_queue")) {
            while (row.next()) {
                states.add(row.getString(1));
            }
        }
        return states;
    }

    private List<String> history() throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = ScratchFiles.connect(files.file(INGEST));
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT installed_rank, version, description, type, script, checksum,"
                                + " success, typeof(installed_on), typeof(success) FROM flyway_ingest ORDER BY 1")) {
            while (row.next()) {
                StringBuilder values = new StringBuilder();
                for (int i = 1; i <= 9; i++) {
                    values.append(row.getString(i)).append('|');
                }
                rows.add(values.toString());
            }
        }
        return rows;
    }
}
