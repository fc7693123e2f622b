package org.dsa110.contimg.backup;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that the service makes by itself. */
class BackupScheduleIT {
    @TempDir
    Path folder;

    @Test
    void theServiceMakesBackupsByTheCalendarAndSaysWhenTheLastSucceeded() throws Exception {
        Path backups = Files.createDirectory(folder.resolve("backups"));
        double begun = Instant.now().getEpochSecond();
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_BACKUP_FOLDER", backups.toString(), "CONTIMG_BACKUP_SCHEDULE", "* * * * * ?",
                        "CONTIMG_BACKUP_KEEP", "1s"))) {
            Waiting.until("a backup", () -> metric(service, "dsa110_backup_last_success_timestamp") >= begun);
            double first = metric(service, "dsa110_backup_last_success_timestamp");
            Waiting.until("another", () -> metric(service, "dsa110_backup_last_success_timestamp") > first);
            assertThat(metric(service, "contimg_backup_failures_total")).isZero();
            assertThat(metric(service, "contimg_backup_size_bytes")).isPositive();
            Waiting.until("the first to go", () -> service.output().contains("1 older ones removed"));

            Path away = Files.move(backups, folder.resolve("unmounted"));
            // One that was under way when the folder went fails too, by the name of a file in it.
            Waiting.until("a failure as the folder is not there", () -> service.output().contains(
                    "A backup failed: no backup can be made: " + backups + ": there is no such file or folder"));
            assertThat(metric(service, "contimg_backup_failures_total")).isPositive();
            assertThat(metric(service, "dsa110_backup_last_success_timestamp")).isGreaterThanOrEqualTo(first);
            Files.move(away, backups);
            double failed = Instant.now().getEpochSecond();
            Waiting.until("it goes on", () -> metric(service, "dsa110_backup_last_success_timestamp") > failed);
            assertThat(service.stop()).isEqualTo(143);
        }
        try (Stream<Path> left = Files.list(backups)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("contimg-")))
                    .isNotEmpty();
        }
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_BACKUP_FOLDER", backups.toString(), "CONTIMG_BACKUP_SCHEDULE", "off"))) {
            assertThat(metric(service, "dsa110_backup_last_success_timestamp")).as("known after a restart")
                    .isGreaterThanOrEqualTo(begun);
            service.stop();
        }
    }

    @Test
    void aLookIntoAFolderThatIsNotThereIsToldAndCounted() throws Exception {
        Path backups = folder.resolve("not there");
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_BACKUP_FOLDER", backups.toString(), "CONTIMG_BACKUP_SCHEDULE", "off"))) {
            assertThat(service.output()).contains("The folder of the backups cannot be looked at: " + backups);
            assertThat(metric(service, "contimg_backup_look_failures_total")).isOne();
            service.stop();
        }
    }

    @Test
    void withoutAFolderThereAreNoBackupsAndNoMetricsOfThem() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            assertThat(get(service.address() + "/q/metrics").asString()).doesNotContain("backup");
            service.stop();
        }
    }

    @Test
    void aScheduleThatIsNoneIsRefusedByItsName() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(folder, Map.of("PIPELINE_STATE_DIR",
                folder.resolve("state").toString(), "CONTIMG_BACKUP_FOLDER", folder.toString(),
                "CONTIMG_BACKUP_SCHEDULE", "hourly"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output()).contains("contimg.backup.schedule=hourly is no schedule");
        }
    }

    private static double metric(ServiceProcess service, String name) {
        return get(service.address() + "/q/metrics").asString().lines().filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst()
                .orElseThrow();
    }
}
