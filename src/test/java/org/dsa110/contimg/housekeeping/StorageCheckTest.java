package org.dsa110.contimg.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class StorageCheckTest {
    private static final String GROUP = "2026-02-11T15:58:07";

    @Inject
    UnitExecutor units;
    @Inject
    IndexedFiles index;
    @Inject
    HousekeepingConfig config;
    @Inject
    IngestDatabase ingest;

    @TempDir
    Path temporary;
    Path incoming;
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    StorageCheck check;

    @BeforeEach
    void clear() throws IOException {
        ingest.clear();
        execute("DELETE FROM hdf5_file_index");
        incoming = Files.createDirectories(temporary.toRealPath().resolve("incoming"));
        check = new StorageCheck(index, new StorageMeters(metrics), config,
                Configs.with(Map.of("contimg.ingest.incoming-dir", incoming.toString())));
    }

    @Test
    void aFileThatIsGoneIsNotStoredAndIsAgainOnceItIsBack() throws IOException {
        indexed(file(incoming, 0), 1);
        Path gone = file(incoming, 1);
        indexed(gone, 1);
        Files.delete(gone);

        HousekeepingReport dry = check.run(true);
        assertThat(dry.counts()).containsEntry("indexed", 2L).containsEntry("stored", 1L).containsEntry("missing", 1L)
                .containsEntry("on_disk", 1L).containsEntry("orphaned", 0L);
        assertThat(dry.percentage()).isEqualTo(50);
        assertThat(dry.examples()).containsExactly("missing " + gone);
        assertThat(stored()).doesNotContainValue("0");

        assertThat(check.run(false).counts()).isEqualTo(dry.counts());
        assertThat(stored()).containsEntry(gone.toString(), "0").containsEntry(path(0), "1");
        assertThat(check.run(false).counts()).containsEntry("missing", 0L).containsEntry("indexed", 2L);
        assertThat(metrics.get("contimg_storage_sync_percentage").gauge().value()).isEqualTo(100);
        assertThat(metrics.get("contimg_storage_files_indexed").gauge().value()).isEqualTo(1);

        file(incoming, 1);
        assertThat(check.run(true).counts()).containsEntry("back", 1L);
        assertThat(stored()).containsEntry(gone.toString(), "0");
        assertThat(check.run(false).examples()).containsExactly("back " + gone);
        assertThat(stored()).doesNotContainValue("0");
        assertThat(metrics.get("contimg_storage_files_on_disk").gauge().value()).isEqualTo(2);
    }

    @Test
    void aDiskThatIsNotMountedMakesNoFileGone() throws IOException {
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        indexed(disk.resolve("2026-02/" + name(0)), 1);
        indexed(disk.resolve(name(1)), 1);

        HousekeepingReport report = check.run(false);

        assertThat(report.counts()).containsEntry("unreachable", 2L).containsEntry("missing", 0L);
        assertThat(report.examples()).hasSize(2).allMatch(example -> example.startsWith("unreachable "));
        assertThat(stored()).doesNotContainValue("0");

        Files.createFile(disk.resolve("something"));
        assertThat(check.run(false).counts()).containsEntry("missing", 2L);
        assertThat(stored()).containsOnlyKeys(disk.resolve("2026-02/" + name(0)).toString(),
                disk.resolve(name(1)).toString()).doesNotContainValue("1");
    }

    @Test
    void whatIsInNoTableIsToldAndLeftAlone() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.toRealPath().resolve("elsewhere"));
        Files.createSymbolicLink(temporary.resolve("link"), elsewhere);
        indexed(file(incoming, 0), 1);
        ingest.insert(GROUP, GroupState.COLLECTING);
        ingest.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP + "', 1, '"
                + file(incoming, 1) + "')",
                "INSERT INTO set_aside_files (path, kind, reason, first_seen, last_seen) VALUES ('" + file(incoming, 2)
                        + "', 'not_whole', 'empty', 1, 1)");
        file(incoming, 3);
        Files.createFile(incoming.resolve("notes.txt"));
        file(elsewhere, 4);
        indexed(temporary.resolve("link").resolve(name(4)), 1);
        file(elsewhere, 5);

        HousekeepingReport report = check.run(false);

        assertThat(report.counts()).containsEntry("on_disk", 6L).containsEntry("waiting", 2L)
                .containsEntry("orphaned", 2L).containsEntry("stored", 2L);
        assertThat(report.examples()).containsExactlyInAnyOrder("orphaned " + path(3),
                "orphaned " + temporary.resolve("link").resolve(name(5)));
        assertThat(report.percentage()).isEqualTo(50);
        assertThat(incoming.resolve(name(3))).exists();
    }

    @Test
    void whatOtherProgramsWroteIsNoReasonToStop() throws IOException {
        indexed(file(incoming, 0), 1);
        execute("UPDATE hdf5_file_index SET stored = NULL",
                row("'relative/" + name(1) + "'", "1"), row("'/with' || char(0) || '/" + name(2) + "'", "'yes'"));

        HousekeepingReport report = check.run(false);

        assertThat(report.counts()).containsEntry("unreachable", 2L).containsEntry("stored", 1L)
                .containsEntry("missing", 0L);
    }

    @Test
    void aLargeIndexIsLookedThroughInParts() throws IOException {
        file(incoming, 0);
        execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)"
                + " INSERT INTO hdf5_file_index (path, filename, group_id, subband_code, timestamp_iso, timestamp_mjd, stored)"
                + " SELECT '" + incoming + "/' || i, 'f', 'g', 'sb00', 't', 1, 1 FROM n");

        assertThat(check.run(false).counts()).containsEntry("indexed", 2600L).containsEntry("missing", 2600L)
                .containsEntry("orphaned", 1L);
        assertThat(stored()).hasSize(2600).doesNotContainValue("1");
    }

    private static String name(int subband) {
        return String.format("%s_sb%02d.hdf5", GROUP, subband);
    }

    private String path(int subband) {
        return incoming.resolve(name(subband)).toString();
    }

    private static Path file(Path folder, int subband) throws IOException {
        return Files.createFile(folder.resolve(name(subband)));
    }

    private void indexed(Path path, int stored) {
        execute(row("'" + path + "'", String.valueOf(stored)));
    }

    private static String row(String path, String stored) {
        return "INSERT INTO hdf5_file_index (path, filename, group_id, subband_code, timestamp_iso, timestamp_mjd, stored)"
                + " VALUES (" + path + ", 'f', 'g', 'sb00', 't', 1, " + stored + ")";
    }

    private Map<String, String> stored() {
        return units.read(Database.HDF5, connection -> {
            Map<String, String> stored = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT path, stored FROM hdf5_file_index");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    stored.put(row.getString(1), String.valueOf(row.getString(2)));
                }
            }
            return stored;
        }).await().indefinitely();
    }

    private void execute(String... statements) {
        units.write(Database.HDF5, connection -> {
            for (String sql : statements) {
                try (PreparedStatement statement = Statements.prepare(connection, sql)) {
                    statement.executeUpdate();
                }
            }
            return null;
        }).await().indefinitely();
    }
}
