package org.dsa110.contimg.ingest.internal.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.arc.All;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test begins with no groups and an empty incoming folder; the service that it makes for itself is stopped behind it. */
abstract class IngestSuite {
    static final String GROUP = IngestParts.GROUP;

    @Inject
    IngestParts ingest;
    @Inject
    UnitExecutor units;
    @Inject
    IngestDatabase database;
    @Inject
    @All
    List<ConvertedGroupListener> listeners;

    @TempDir
    Path temporary;

    @BeforeEach
    void begin() throws IOException {
        ingest.begin(temporary);
    }

    @AfterEach
    void stop() throws InterruptedException {
        ingest.stop();
    }
}
