package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.dsa110.contimg.database.Database.CAL_REGISTRY;
import static org.dsa110.contimg.database.Database.DATA_REGISTRY;
import static org.dsa110.contimg.database.Database.HDF5;
import static org.dsa110.contimg.database.Database.INGEST;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about files, which stay as they are. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SchemaLookTest {
    @TempDir
    Path folder;

    @Inject
    SchemaLook look;

    @Inject
    SchemaUpgrade upgrade;

    private ScratchFiles files;

    @BeforeEach
    void scratch() throws Exception {
        files = new ScratchFiles(Files.createDirectory(folder.resolve("state")));
    }

    @Test
    void eachStandingIsTold() throws Exception {
        Files.createFile(files.file(CAL_REGISTRY));
        Files.writeString(files.file(HDF5), "no database ".repeat(400));
        ScratchFiles.execute(files.file(INGEST),
                "CREATE TABLE ingest_queue (group_id TEXT PRIMARY KEY, state TEXT NOT NULL, received_at REAL NOT NULL,"
                        + " last_update REAL NOT NULL, retry_count INTEGER NOT NULL DEFAULT 0, error TEXT)");
        migrate(DATA_REGISTRY, null);

        assertThat(standings()).isEqualTo(Map.of(PRODUCTS, Standing.ABSENT, CAL_REGISTRY, Standing.EMPTY, HDF5,
                Standing.FOREIGN, INGEST, Standing.UNVERSIONED, DATA_REGISTRY, Standing.HEAD));
        assertThat(status(HDF5).fault()).contains(files.file(HDF5).toString(), "not one of the pipeline's");
    }

    @Test
    void howFarAHistoryHasComeIsTold() throws Exception {
        migrate(INGEST, "3");
        SchemaStatus behind = status(INGEST);
        assertThat(behind.standing()).isEqualTo(Standing.BEHIND);
        assertThat(behind.words()).startsWith("version 3 of ");
        assertThat(behind.migrations()).extracting(Migration::version, Migration::state).startsWith(
                tuple("1", Migration.State.APPLIED),
                tuple("3", Migration.State.APPLIED),
                tuple("4", Migration.State.PENDING));
        assertThat(behind.migrations().get(0).appliedAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Duration.between(Instant.parse(behind.migrations().get(0).appliedAt()),
                Instant.now())).isBetween(Duration.ofSeconds(-2), Duration.ofMinutes(5));
        assertThat(behind.migrations().get(2).appliedAt()).isNull();
    }

    @Test
    void aFileOfANewerProgramIsTold() throws Exception {
        migrate(INGEST, null);
        ScratchFiles.execute(files.file(INGEST),
                "INSERT INTO flyway_ingest (installed_rank, version, description, type,"
                        + " script, checksum, installed_by, execution_time, success)"
                        + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        SchemaStatus newer = status(INGEST);
        assertThat(newer.standing()).isEqualTo(Standing.NEWER);
        assertThat(newer.fault()).contains("version 99 of the schema of ingest", "newer version of this program",
                "knows up to " + newer.head(), "run that version, or put back a copy");
        assertThat(newer.migrations()).last()
                .isEqualTo(new Migration("99", "later", Migration.State.UNKNOWN,
                        newer.migrations().get(newer.migrations().size() - 1).appliedAt()));
    }

    @Test
    void aMigrationThatWasAnotherOneIsTold() throws Exception {
        migrate(INGEST, null);
        ScratchFiles.execute(files.file(INGEST), "UPDATE flyway_ingest SET checksum = 1 WHERE version = '3'");
        assertThat(status(INGEST).standing()).isEqualTo(Standing.DIFFERENT);
        assertThat(status(INGEST).fault()).contains("was made by another version", "version 3");
    }

    @Test
    void aLookMakesNoFolder() throws Exception {
        ScratchFiles nowhere = new ScratchFiles(folder.resolve("nowhere"));
        assertThat(look.at(nowhere.five()).values()).extracting(SchemaStatus::standing).containsOnly(Standing.ABSENT);
        assertThat(nowhere.folder()).doesNotExist();
    }

    @Test
    void aLookLeavesEveryByteWhereverTheLogIs() throws Exception {
        migrate(INGEST, null);
        Path file = files.file(INGEST);
        try (Connection live = ScratchFiles.connect(file); Statement statement = live.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.executeUpdate("PRAGMA wal_autocheckpoint=0");
            statement.executeUpdate("INSERT INTO ingest_queue (group_id, state, received_at, last_update)"
                    + " VALUES ('a', 'pending', 1, 1)");
            ScratchFiles.copy(file, files.file(PRODUCTS), "", "-wal", "-shm");
            ScratchFiles.copy(file, files.file(HDF5), "", "-wal");
            looksUnchanged("open in another program, and as a crash and a copy leave it");
        }
        looksUnchanged("closed");
        assertThat(files.content().keySet()).contains("ingest.sqlite3").doesNotContain("ingest.sqlite3-wal");
        assertThat(status(INGEST).standing()).isEqualTo(Standing.HEAD);
    }

    @Test
    void aLookSeesWhatIsInTheLogOnly() throws Exception {
        migrate(INGEST, null);
        Path file = files.file(INGEST);
        try (Connection live = ScratchFiles.connect(file); Statement statement = live.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.executeUpdate("PRAGMA wal_autocheckpoint=0");
            statement.executeUpdate("DELETE FROM flyway_ingest WHERE CAST(version AS INTEGER) > 3");
            assertThat(status(INGEST).version()).isEqualTo("3");
            ScratchFiles copy = new ScratchFiles(Files.createDirectory(folder.resolve("copy")));
            ScratchFiles.copy(file, copy.file(INGEST), "", "-wal");
            assertThat(look.at(copy.five()).get(INGEST).version()).as("a log without its index").isEqualTo("3");
            ScratchFiles.copy(file, copy.file(INGEST), "", "-wal", "-shm");
            assertThat(look.at(copy.five()).get(INGEST).version()).as("as a crash leaves it").isEqualTo("3");
        }
    }

    @Test
    void aLookAtAFileWithAnOddNameFindsIt() throws Exception {
        files = new ScratchFiles(Files.createDirectories(folder.resolve("50%20 #1")));
        migrate(INGEST, null);
        assertThat(status(INGEST).standing()).isEqualTo(Standing.HEAD);
        looksUnchanged("with an odd name");
    }

    private void looksUnchanged(String state) throws Exception {
        Map<String, String> before = unshared();
        assertThat(look.at(files.five())).hasSize(5);
        assertThat(unshared()).as(state).isEqualTo(before);
    }

    /** The index of the log that this process has open itself: SQLite takes its connections, whatever they asked for, to the same memory. */
    private Map<String, String> unshared() throws Exception {
        Map<String, String> content = files.content();
        content.computeIfPresent(INGEST + ".sqlite3-shm", (name, bytes) -> "there");
        return content;
    }

    private Map<Database, Standing> standings() {
        Map<Database, Standing> standings = new EnumMap<>(Database.class);
        look.at(files.five()).values().forEach(status -> standings.put(status.database(), status.standing()));
        return standings;
    }

    private SchemaStatus status(Database database) {
        return look.at(files.five()).get(database);
    }

    private void migrate(Database database, String last) {
        Map<Database, Location> locations = files.five();
        List<UpgradeReport> reports = upgrade.run(locations, look.at(locations), Set.copyOf(EnumSet.of(database)),
                last == null ? null : MigrationVersion.fromVersion(last), false, Progress.NONE);
        assertThat(reports).extracting(UpgradeReport::fault).containsOnlyNulls();
    }
}
