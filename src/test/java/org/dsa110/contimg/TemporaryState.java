package org.dsa110.contimg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Lets the service under test keep its files in a new temporary folder, which goes when the service has stopped. With
 * {@code -Done-file=true} all five databases are one file.
 */
public class TemporaryState implements QuarkusTestResourceLifecycleManager {
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("contimg-db-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>(Map.of("contimg.state-dir", folder.resolve("state").toString()));
        if (Boolean.getBoolean("one-file")) {
            for (String database : List.of("products", "cal_registry", "hdf5", "ingest", "data_registry")) {
                settings.put("contimg.database.path." + database, folder.resolve("state/pipeline.sqlite3").toString());
            }
        }
        return settings;
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
