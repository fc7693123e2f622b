package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.dsa110.contimg.ingest.internal.grouping.Scanners;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.rest.OtherProgram;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When scans stand still; time passes when the test says so. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@Timeout(120)
class ScanHealthTest {
    /** The interval and the time after it, at their defaults. */
    private static final Duration LONGEST = Duration.ofSeconds(15 + 120);

    StateFiles files;
    @Inject
    Scanners scanners;
    @Inject
    IngestDatabase database;

    @TempDir
    Path temporary;
    private final AtomicLong time = new AtomicLong();
    private Path incoming;
    private ArrivalScanner scanner;
    private ScanHealth health;

    @BeforeEach
    void clear() throws IOException {
        database.clear();
        incoming = Files.createDirectory(temporary.toRealPath().resolve("incoming"));
        for (int subband = 0; subband < 3; subband++) {
            TinyUvh5.write(incoming.resolve("2026-02-11T15:58:07_sb%02d.hdf5".formatted(subband)),
                    Map.of("time_array", TinyUvh5.TIMES));
        }
    }

    @Test
    void aScanThatHangsIsToldOnceAndForEverybody() throws Exception {
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        scan(looked -> {
            hangs.complete(null);
            goesOn.join();
        });
        scanner.scan();
        try (LoggedLines lines = new LoggedLines(ScanWatch.class)) {
            CompletableFuture<Void> scan = CompletableFuture.runAsync(scanner::scan);
            hangs.join();
            pass(LONGEST);
            assertReady();
            pass(Duration.ofSeconds(1));
            assertNotReady("the scan that runs has not got on for 136 s");
            assertNotReady("the scan that runs has not got on for 136 s");
            assertThat(lines.warnings()).isOne();
            goesOn.complete(null);
            scan.join();
            assertReady();
            assertThat(lines.messages()).hasSize(2).last().isEqualTo("Scans of the incoming folder go on again");
        }
    }

    @Test
    void aLongScanThatGetsOnDoesNotStandStill() {
        AtomicInteger files = new AtomicInteger();
        scan(looked -> {
            pass(LONGEST);
            assertReady();
            files.incrementAndGet();
        });
        scanner.scan();
        scanner.scan();
        assertThat(files).hasValue(3);
        assertThat(scanner.progress().sinceEndedWell()).isZero();
    }

    @Test
    void aFolderThatCannotBeReadStandsStillUntilItCan() throws IOException {
        scan(looked -> {
        });
        Path away = Files.move(incoming, incoming.resolveSibling("away"));
        pass(LONGEST.plusSeconds(1));
        scanner.scan();
        assertNotReady("no scan has got on for 136 s; the service's log says why");
        assertThat(scanner.progress().sinceEndedWell()).isEqualTo(LONGEST.plusSeconds(1));
        Files.move(away, incoming);
        scanner.scan();
        assertReady();
        assertThat(scanner.progress().sinceEndedWell()).isZero();
    }

    /** As on a full disk, where reads go on: the databases have a health of their own. */
    @Test
    void whatTheDatabaseRefusesIsNoStandstillButNoScanThatEndedWell() throws SQLException {
        scan(looked -> {
        });
        scanner.scan();
        pass(LONGEST.plusSeconds(1));
        OtherProgram other = new OtherProgram(files.get(Database.INGEST).toString());
        other.execute("ALTER TABLE subband_files RENAME TO moved_away");
        try {
            assertThatThrownBy(scanner::scan).isInstanceOf(DatabaseException.class);
        } finally {
            other.execute("ALTER TABLE moved_away RENAME TO subband_files");
        }
        assertReady();
        assertThat(scanner.progress().sinceEndedWell()).isEqualTo(LONGEST.plusSeconds(1));
    }

    @Test
    void whereNothingIsToBeScannedNothingStandsStill() {
        health(Map.of("contimg.ingest.scheduled", "true"), looked -> {
        });
        pass(LONGEST.plusSeconds(1));
        assertReady();
        health(Map.of("contimg.ingest.incoming-dir", incoming.toString()), looked -> {
        });
        pass(LONGEST.plusSeconds(1));
        assertReady();
    }

    private void scan(Consumer<Path> looked) {
        health(Map.of("contimg.ingest.scheduled", "true", "contimg.ingest.incoming-dir", incoming.toString()), looked);
    }

    private void health(Map<String, String> keys, Consumer<Path> looked) {
        IngestConfig config = Configs.with(new HashMap<>(keys));
        scanner = scanners.gettingOnBy(config, new SimpleMeterRegistry(), looked, time::get);
        health = new ScanHealth(new ScanWatch(scanner, config));
    }

    private void pass(Duration passed) {
        time.addAndGet(passed.toNanos());
    }

    private void assertReady() {
        assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    }

    private void assertNotReady(String why) {
        HealthCheckResponse response = health.call();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData()).hasValueSatisfying(data -> assertThat(data).containsEntry("incoming", why));
    }
}
