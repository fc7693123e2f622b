package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test begins with an empty folder for files that are brought up. */
abstract class UpgradeSuite {
    @TempDir
    Path folder;

    @Inject
    DatabaseFiles databases;

    @Inject
    Flyways flyways;

    @Inject
    SchemaLook look;

    @Inject
    SchemaUpgrade upgrade;

    @Inject
    HistoryStamp stamp;

    ScratchFiles files;

    @BeforeEach
    void scratch() throws Exception {
        files = new ScratchFiles(Files.createDirectory(folder.resolve("state")));
    }

    /**
     * Brings files up, which nothing keeps from it.
     *
     * @param last null for the newest version
     */
    List<UpgradeReport> run(Map<Database, Location> locations, Set<Database> wanted, String last,
            boolean dryRun) {
        List<UpgradeReport> reports = upgrade.run(locations, look.at(locations), wanted,
                last == null ? null : MigrationVersion.fromVersion(last), dryRun, Progress.NONE);
        assertThat(reports).extracting(UpgradeReport::fault).containsOnlyNulls();
        return reports;
    }
}
