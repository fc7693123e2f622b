package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;

/** The service as it starts by itself. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(ScheduledIngestTest.OnItsOwn.class)
class ScheduledIngestTest {
    private static final String GROUP = "2026-02-11T15:58:07";

    public static class OnItsOwn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.ingest.scheduled", "true",
                    "contimg.ingest.incoming-dir", "${contimg.state-dir}/incoming",
                    "contimg.ingest.scan-interval", "1s",
                    "contimg.ingest.drain-interval", "1s",
                    "contimg.ingest.incomplete.give-up-after", "6s",
                    "contimg.ingest.converter.command", "echo /ms/$CONTIMG_GROUP_ID.ms");
        }
    }

    StateFiles files;
    @Inject
    IngestConfig config;
    @Inject
    IngestDatabase database;

    @Test
    void filesThatArriveAreConvertedAndCounted() throws IOException {
        Path incoming = Files.createDirectories(config.incomingDir().orElseThrow());
        Path temporary = TinyUvh5.write(incoming.resolve("temporary"), Map.of("time_array", TinyUvh5.TIMES));
        for (int subband = 0; subband < 16; subband++) {
            Files.copy(temporary, incoming.resolve(GROUP + "_sb%02d.hdf5".formatted(subband)));
        }

        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!metrics().contains("contimg_ingest_queue_completed_count 1.0")) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }

        assertThat(database.groups()).containsEntry(GROUP, "completed");
        assertThat(metrics()).contains("contimg_ingest_queue_pending_count 0.0",
                "contimg_ingest_queue_in_progress_count 0.0", "dsa110_conversion_total{outcome=\"completed\"} 1.0",
                "contimg_ingest_files_total{outcome=\"recorded\"}");
    }

    @Test
    void aGroupThatStaysIncompleteIsGivenUpAndToldToPeople() throws IOException {
        String group = "2026-02-12T03:00:00";
        Path incoming = Files.createDirectories(config.incomingDir().orElseThrow());
        Path temporary = TinyUvh5.write(incoming.resolve("temporary-too"), Map.of("time_array", TinyUvh5.TIMES));
        Files.copy(temporary, incoming.resolve(group + "_sb05.hdf5"));

        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!RestAssured.get("/api/v1/products/dead_letter_queue?original_id=" + group).asString()
                .contains("1 of 16 subbands are there, and no other has come for 6s; missing: sb00, sb01")) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }

        assertThat(database.groups()).containsEntry(group, "failed");
        assertThat(metrics()).contains("contimg_ingest_incomplete_groups_total{outcome=\"abandoned\"} 1.0");
    }

    @Test
    void drainsThatFailAreCountedAndTheNextGoOn() throws SQLException {
        assertThat(metrics()).contains("contimg_ingest_failures_total{job=\"scan\"}");
        OtherProgram other = new OtherProgram(files.get(Database.INGEST).toString());
        other.execute("ALTER TABLE ingest_queue RENAME TO moved_away");
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (failures("drain") < 2) {
                assertThat(System.nanoTime()).as("time is up").isLessThan(until);
                LockSupport.parkNanos(20_000_000);
            }
        } finally {
            other.execute("ALTER TABLE moved_away RENAME TO ingest_queue");
        }
    }

    private static double failures(String job) {
        return metrics().lines().filter(line -> line.startsWith("contimg_ingest_failures_total{job=\"" + job + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private static String metrics() {
        return RestAssured.get("/q/metrics").asString();
    }
}
