package org.dsa110.contimg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.dsa110.contimg.database.Database;

/**
 * Lets the service under test keep its files in a new temporary folder, which goes when the service has stopped. With
 * {@code -Done-file=true} all five databases are one file.
 */
public class TemporaryState implements QuarkusTestResourceLifecycleManager {
    /** Soon: what is computed in the background is waited for many times. */
    private static final String CATCH_UP = "200ms";
    /** RestAssured opens one for each request, and leaves it open. */
    private static final String MOST_CONNECTIONS = "100000";

    private Path folder;
    private StateFiles files;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("contimg-db-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files = new StateFiles(folder.resolve("state"), Boolean.getBoolean("one-file"));
        Map<String, String> settings = new HashMap<>(Map.of("contimg.state-dir", files.folder().toString(),
                "contimg.variability.catch-up-interval", CATCH_UP, "quarkus.http.limits.max-connections",
                MOST_CONNECTIONS));
        for (Database database : Database.values()) {
            settings.put("contimg.database.path." + database.unitName(), files.get(database).toString());
        }
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(files, new TestInjector.MatchesType(StateFiles.class));
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
