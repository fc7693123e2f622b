package org.dsa110.contimg.database.faults;

import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.dsa110.contimg.database.DatabaseFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each test does harm to a database of its own and then compares every caller's answer with the file, as another program sees it.
 * After it the file is whole and the next write succeeds without a restart.
 */
abstract class FaultSuite {
    /** Units that wait share one batch, however long they run. */
    static final Map<String, String> ONE_BATCH = Map.of("writer.hold", "60s");

    @Inject
    DatabaseFiles files;
    @TempDir
    Path folder;
    private ScratchDatabase opened;

    /** @param settings keys below {@code contimg.database}, which come before those of {@link #ONE_BATCH} */
    ScratchDatabase open(Map<String, String> settings) throws IOException, SQLException {
        return open(folder, settings, new SimpleMeterRegistry());
    }

    ScratchDatabase open(Path where, Map<String, String> settings, MeterRegistry meters)
            throws IOException, SQLException {
        Map<String, String> all = new HashMap<>(ONE_BATCH);
        all.putAll(settings);
        Path template = folder.resolve("template");
        ScratchDatabase.makeTemplate(files.prepare().get(PRODUCTS), template);
        opened = new ScratchDatabase(template, where, all, meters);
        return opened;
    }

    @AfterEach
    void closeDatabase() {
        if (opened != null) {
            opened.close();
        }
    }
}
