package org.dsa110.contimg.ingest.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queue against its model: 5,000 random steps, 100,000 with {@code -Dstress}; {@code -Dqueue.seed} repeats a run, and
 * {@code -Dqueue.steps} makes it shorter or longer. It drives what lies below HTTP: so two services on one file, their crashes, writes that fail and
 * clocks that are set take place in one process, in the order that the seed says, and a step takes a millisecond. {@code WorkersTest}
 * has the calls themselves.
 */
class QueueModelTest {
    /** A build that changes nothing must not fail for what a new seed finds: that is for the long run. */
    private static final long USUAL_SEED = 20_260_211_155_807L;
    private static final boolean STRESS = Boolean.getBoolean("stress");
    private static final int STEPS = Integer.getInteger("queue.steps", STRESS ? 100_000 : 5000);
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/ingest");

    @TempDir
    Path folder;

    @Test
    void randomStepsLeaveTheQueueAsTheModelSays() throws Exception {
        long seed = Long.getLong("queue.seed", STRESS ? new Random().nextLong() : USUAL_SEED);
        System.out.printf("QueueModelTest: -Dqueue.seed=%d -Dqueue.steps=%d%n", seed, STEPS);
        long began = System.nanoTime();
        try (QueueRun run = new QueueRun(seed, emptyQueue(folder))) {
            run.run(STEPS);
            System.out.printf("QueueModelTest: %.1f s, %s%n", (System.nanoTime() - began) / 1e9, run.summary());
        }
    }

    /** Makes a file with the tables of the queue. */
    static Path emptyQueue(Path folder) throws IOException, SQLException {
        Path file = folder.resolve("ingest.sqlite3");
        List<Path> scripts;
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            scripts = files.sorted(Comparator.comparing(
                    path -> Integer.valueOf(path.getFileName().toString().replaceAll("^V(\\d+).*", "$1")))).toList();
        }
        try (OtherProgram other = new OtherProgram(file)) {
            other.execute("PRAGMA journal_mode = WAL");
            for (Path script : scripts) {
                other.run(Files.readString(script));
            }
        }
        return file;
    }
}
