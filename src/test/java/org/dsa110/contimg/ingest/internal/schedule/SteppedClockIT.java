package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.SteppedClock;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the clock on the wall, what goes on every few seconds goes on. Skipped without a C compiler. */
class SteppedClockIT {
    private static final long HOUR = 3600;
    private static final String READY = "/q/health/ready";

    @TempDir
    Path folder;
    private Path incoming;
    private Path subband;
    private SteppedClock clock;
    private OtherProgram queue;
    private ServiceProcess service;
    private KeepAliveClient http;
    private int completed;

    @BeforeEach
    void serve() throws Exception {
        incoming = Files.createDirectory(folder.resolve("incoming"));
        subband = TinyUvh5.write(folder.resolve("subband"), Map.of("time_array", TinyUvh5.TIMES));
        clock = new SteppedClock(folder.resolve("clock"));
        queue = new OtherProgram(folder.resolve("state/ingest.sqlite3").toString());
        service = ServiceProcess.serve(folder.resolve("state"), clock.environment(Map.of(
                "CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                "CONTIMG_INGEST_CONVERTER_COMMAND", "echo /ms/$CONTIMG_GROUP_ID.ms")));
        http = KeepAliveClient.connect(service.address());
        assertIngestGoesOn("2026-02-11T15:00:00");
    }

    @AfterEach
    void end() throws IOException {
        if (service != null) {
            service.close();
            http.close();
        }
    }

    /** The interval trigger of Quarkus' scheduler let scans, claims, promotion and gauges stand still for that hour. */
    @Test
    void theClockStepsBackByAnHourAndIngestGoesOn() throws Exception {
        clock.step(Duration.ofHours(-1));
        assertIngestGoesOn("2026-02-11T15:10:00");
    }

    @Test
    void theClockStepsForwardByAnHourAndBackAndIngestGoesOn() throws Exception {
        clock.step(Duration.ofHours(1));
        assertIngestGoesOn("2026-02-11T15:20:00");
        clock.step(Duration.ofHours(-1));
        assertIngestGoesOn("2026-02-11T15:30:00");
    }

    /** A group from files, and one from another program. */
    private void assertIngestGoesOn(String group) throws Exception {
        for (int number = 0; number < 16; number++) {
            Files.copy(subband, incoming.resolve("%s_sb%02d.hdf5".formatted(group, number)));
        }
        awaitCompleted(group);
        long updated = queue.number("SELECT last_update FROM ingest_queue WHERE group_id = '" + group + "'");
        assertThat(updated).as("the service has the clock").isCloseTo(clock.now().getEpochSecond(), within(HOUR / 2));
        String collected = group.replace("T15", "T16");
        collect(collected);
        awaitCompleted(collected);
        double scans = metric("contimg_ingest_scan_seconds_count");
        Waiting.until("scans go on", () -> metric("contimg_ingest_scan_seconds_count") > scans + 1);
        assertThat(metric("contimg_ingest_last_scan_age_seconds")).isBetween(0.0, HOUR / 2.0);
        assertThat(http.get(READY).status()).as(service.output()).isEqualTo(200);
    }

    private void awaitCompleted(String group) throws Exception {
        completed++;
        Waiting.until(group + " is converted and counted",
                () -> metric("contimg_ingest_queue_completed_count") == completed);
    }

    /** A group that another program has made whole, and that waits to be made pending. */
    private void collect(String group) throws SQLException, IOException {
        for (int number = 0; number < 16; number++) {
            Path file = Files.copy(subband, folder.resolve("%s_sb%02d.hdf5".formatted(group, number)));
            queue.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES (?, ?, ?)", group, number,
                    file.toString());
        }
        queue.execute(
                "INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES (?, 'collecting', 1, 1)",
                group);
    }

    private double metric(String name) throws IOException {
        return get("/q/metrics").lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private String get(String target) throws IOException {
        Answer answer = http.get(target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
