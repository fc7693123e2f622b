package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How soon a file is taken between the scans, and never too soon. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ArrivalNoticesTest extends TimedScannerSuite {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @BeforeEach
    void look() {
        scanner.scan();
        scanner.watch();
    }

    @AfterEach
    void stop() throws InterruptedException {
        scanner.stop(1, TimeUnit.SECONDS);
    }

    @Test
    void aFileThatTheSystemTellsOfIsTakenAScanIntervalLaterWithoutAScanInTurn() throws IOException {
        Path file = folder.whole(3);
        awaitTold();

        time.addAndGet(15 * SECOND - 1);
        scanner.watch();
        assertThat(database.files()).isEmpty();
        time.addAndGet(1);
        scanner.watch();
        assertThat(database.files()).containsOnlyKeys(file.toString());
    }

    @Test
    void aFileThatGrowsIsWaitedForFromItsLastChange() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.whole("temporary"));
        Path growing = folder.path(3);
        Files.write(growing, Arrays.copyOf(bytes, 100));
        awaitTold();
        for (int length = 200; length < bytes.length; length += 100) {
            pass(13);
            Files.write(growing, Arrays.copyOf(bytes, length));
            pass(1);
        }
        Files.write(growing, bytes);
        pass(1);
        pass(14);
        assertThat(reads).as("it was never the same for 15 s").hasValue(0);

        pass(1);
        assertThat(database.files()).containsOnlyKeys(growing.toString());
        assertThat(reads).hasValue(1);
    }

    /** A correlator that writes once in 12.885 s leaves a readable file each time, and scans may come at any time. */
    @Test
    void scansInBetweenTakeNoFileEarlier() throws IOException {
        folder.whole(3);
        for (int i = 0; i < 15; i++) {
            scanner.scan();
            assertThat(reads).hasValue(0);
            time.addAndGet(SECOND);
        }
        time.addAndGet(-SECOND / 2);
        scanner.scan();
        assertThat(reads).as("a scan that comes a little early").hasValue(1);
    }

    @Test
    void aFileThatVanishesBeforeItsTimeDisturbsNothing() throws IOException {
        folder.whole(3);
        awaitTold();
        Files.delete(folder.path(3));
        pass(20);
        scanner.scan();
        assertThat(database.files()).isEmpty();
        assertThat(reads).hasValue(0);
    }

    @Test
    void moreFilesThanTheSystemTellsOfAreFound() throws IOException {
        // The JDK keeps 512 notices of a folder.
        for (int i = 0; i < 40; i++) {
            for (int subband = 0; subband < 16; subband++) {
                folder.whole("2026-02-11T%02d:%02d:00_sb%02d.hdf5".formatted(i / 2, i % 2 * 30, subband));
            }
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (database.files().size() < 640) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            scanner.watch();
            scanner.scan();
            time.addAndGet(15 * SECOND);
        }
    }

    @Test
    void whileScansFailNothingIsDoneInBetween() throws IOException {
        Path file = folder.whole(3);
        awaitTold();
        Path away = Files.move(file.getParent(), temporary.resolve("away"));
        scanner.scan();
        for (int i = 0; i < 5; i++) {
            pass(20);
        }
        assertThat(metrics.counter("contimg_ingest_failures", "job", "scan").count()).isEqualTo(1);

        Files.move(away, file.getParent());
        scanner.scan();
        pass(15);
        assertThat(database.files()).containsOnlyKeys(file.toString());
    }

    /** Until a look between two scans has shown the file; the time stands still meanwhile. */
    private void awaitTold() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!scanner.isWaitedFor(folder.path(3))) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            scanner.watch();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void pass(int seconds) {
        time.addAndGet(seconds * SECOND);
        scanner.watch();
    }
}
