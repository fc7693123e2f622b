package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scans of a folder that keeps what it got: what is known is neither read nor written again. With {@code -Dstress} it is a month of files, and
 * how long the scans take is printed.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class MonthOfFilesTest {
    private static final int OBSERVATIONS = Boolean.getBoolean("stress") ? 7_500 : 200;
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 1, 0, 0);

    @Inject
    Scanners scanners;
    @Inject
    IngestDatabase database;

    @TempDir
    Path temporary;
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    AtomicLong time = new AtomicLong();
    AtomicInteger reads = new AtomicInteger();
    IncomingFolder folder;

    @Test
    void knownFilesAreNeitherReadNorWrittenAgain() throws IOException {
        database.clear();
        folder = new IncomingFolder(temporary);
        fill();
        ArrivalScanner scanner = scanners.with(folder.config(), metrics, path -> {
            reads.incrementAndGet();
            return Uvh5Content.of(path);
        }, time::get);
        String before = state();

        long empty = used();
        scan(scanner, "first");
        System.out.printf("%d files are remembered in %.1f MB%n", OBSERVATIONS * 16, (used() - empty) / 1e6);
        for (int i = 0; i < 5; i++) {
            scan(scanner, "repeated");
        }
        assertThat(reads).hasValue(0);
        assertThat(state()).isEqualTo(before);

        folder.whole(3);
        scan(scanner, "with a new file");
        scan(scanner, "that records it");
        assertThat(reads).hasValue(1);
        assertThat(database.files()).containsEntry(folder.path(3).toString(), IncomingFolder.GROUP);

        String deleted = SubbandFileName.timestampIso(FIRST);
        database.execute("DELETE FROM ingest_queue WHERE group_id = '" + deleted + "'");
        scan(scanner, "after a deletion");
        scan(scanner, "that looks into the files");
        assertThat(reads).hasValue(17);
    }

    /** Every group is pending but the last, and the files are empty, so that one that were read would not be whole. */
    private void fill() throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < OBSERVATIONS; i++) {
            LocalDateTime first = FIRST.plusSeconds(309L * i);
            String group = SubbandFileName.timestampIso(first);
            for (int subband = 0; subband < 16; subband++) {
                Path file = folder.path(new SubbandFileName(first.plusSeconds(subband % 3), subband).format());
                Files.createFile(file);
                rows.add("('" + group + "'," + subband + ",'" + file + "')");
            }
            if (i % 100 == 99) {
                statements.add(
                        "INSERT INTO subband_files (group_id, subband_idx, path) VALUES " + String.join(",", rows));
                rows.clear();
            }
        }
        database.execute(statements.toArray(String[]::new));
        database.execute(
                "INSERT INTO ingest_queue (group_id, state, received_at, last_update) SELECT DISTINCT group_id, '"
                        + GroupState.PENDING + "', 1, 1 FROM subband_files");
    }

    private void scan(ArrivalScanner scanner, String which) {
        long started = System.nanoTime();
        scanner.scan();
        System.out.printf("a scan of %d files, %s: %.3f s%n", OBSERVATIONS * 16, which,
                (System.nanoTime() - started) / 1e9);
        time.addAndGet(Duration.ofSeconds(15).toNanos());
    }

    private String state() {
        return database.text("SELECT count(*) || ' ' || max(last_update) FROM ingest_queue")
                + database.text("SELECT count(*) || ' ' || max(rowid) FROM subband_files");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
