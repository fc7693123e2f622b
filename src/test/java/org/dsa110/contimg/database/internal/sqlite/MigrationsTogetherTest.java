package org.dsa110.contimg.database.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that start at the same time on one new folder. */
class MigrationsTogetherTest {
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    @Test
    void twoServicesBringOneNewFileToItsSchemaAtTheSameTime() throws Exception {
        Path sql = Files.createDirectory(folder.resolve("sql"));
        for (int number = 1; number <= 3; number++) {
            Files.writeString(sql.resolve("V" + number + "__table.sql"),
                    "CREATE TABLE table" + number + " (id INTEGER PRIMARY KEY);");
        }
        ExecutorService services = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Location file = new Location.File(folder.resolve(round + ".sqlite3"));
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<Integer> start = () -> {
                    SqliteEngine engine = new DatabaseSettings(Map.of()).engine();
                    Flyway flyway = Flyway.configure().dataSource(engine.migrations(file))
                            .locations("filesystem:" + sql).load();
                    together.await();
                    int applied = flyway.migrate().migrationsExecuted;
                    engine.keepSchema(file, Map.of());
                    engine.openWriter(file).close();
                    return applied;
                };
                int applied = 0;
                for (Future<Integer> one : services.invokeAll(List.of(start, start))) {
                    applied += one.get();
                }
                assertThat(applied).as("migrations that were applied, in round %d", round).isEqualTo(3);
            }
        } finally {
            services.shutdownNow();
        }
    }
}
