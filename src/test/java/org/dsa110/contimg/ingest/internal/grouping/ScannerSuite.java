package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Path;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test begins with an empty folder, a scanner that has not looked into it yet, and no groups. */
abstract class ScannerSuite {
    static final String GROUP = IncomingFolder.GROUP;

    @Inject
    Scanners scanners;
    @Inject
    IngestDatabase database;

    @TempDir
    Path temporary;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    IncomingFolder folder;
    ArrivalScanner scanner;

    @BeforeEach
    void beginWithAnEmptyFolder() throws IOException {
        database.clear();
        folder = new IncomingFolder(temporary);
        restart();
    }

    /** Two scans on end are enough for a file. */
    void restart() {
        scanner = scanners.with(folder.config(), metrics);
    }

    void scan(int times) {
        for (int i = 0; i < times; i++) {
            scanner.scan();
        }
    }
}
