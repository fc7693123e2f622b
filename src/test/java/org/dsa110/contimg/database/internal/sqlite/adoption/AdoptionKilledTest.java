package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adoption in a process of its own that is killed: 3 times, 50 times with {@code -Dstress}. */
class AdoptionKilledTest {
    private static final int RUNS = Boolean.getBoolean("stress") ? 50 : 3;
    private static final String SAMPLE = "production/products";

    @TempDir
    Path folder;

    /** The process: says when it begins to work. */
    public static void main(String[] arguments) throws IOException {
        Adoption adoption = new Adoption(Path.of(arguments[0]), SampleFiles.migrations(SAMPLE), Duration.ofSeconds(30));
        System.out.println("begins");
        System.out.flush();
        adoption.run(false, Progress.NONE);
    }

    @Test
    void aKilledAdoptionLeavesTheOldFileOrTheNewOneAndARerunFinishes() throws Exception {
        long seed = Long.getLong("adoption.seed", System.nanoTime());
        System.out.println("AdoptionKilledTest: -Dadoption.seed=" + seed);
        Random random = new Random(seed);
        Path old = SampleFiles.make(SAMPLE, folder);
        grow(old);
        Content content = content(old);
        List<String> oldSchema = schema(old);
        Path whole = Files.copy(old, folder.resolve("whole.sqlite3"));
        long started = System.nanoTime();
        Process unharmed = start(whole);
        assertThat(unharmed.waitFor()).isZero();
        long nanos = System.nanoTime() - started;
        List<String> newSchema = schema(whole);

        for (int run = 0; run < RUNS; run++) {
            Path state = Files.createDirectory(folder.resolve("run" + run));
            Path file = Files.copy(old, state.resolve("products.sqlite3"));
            Process process = start(file);
            TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * nanos));
            process.destroyForcibly().waitFor();

            assertThat(schema(file)).as("run %d", run).isIn(oldSchema, newSchema);
            adoption(file).run(false, Progress.NONE);

            assertThat(schema(file)).isEqualTo(newSchema);
            try (Connection connection = connect(file)) {
                content.assertKeptIn(connection);
            }
            assertCopiesAreWhole(state, content);
        }
    }

    private static void assertCopiesAreWhole(Path state, Content content) throws SQLException, IOException {
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).noneMatch(path -> path.toString().endsWith(".adoption-fill"));
        }
        try (Stream<Path> files = Files.list(state)) {
            List<Path> copies = files.filter(path -> path.toString().contains("before-adoption")).toList();
            assertThat(copies).isNotEmpty().noneMatch(path -> path.toString().contains("unfinished"));
            for (Path copy : copies) {
                assertThat(content(copy)).isEqualTo(content);
            }
        }
    }

    /** So that each part of the work takes a moment. */
    private static void grow(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            execute(connection, "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)"
                    + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                    + " SELECT 's' || (i % 1000), 'image ' || i, i % 360, i % 90, 1, i FROM n");
        }
    }

    private static Process start(Path file) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AdoptionKilledTest.class.getName(), file.toString()).redirectErrorStream(true).start();
        // The rest of what it says fits into the pipe.
        while (process.getInputStream().read() != '\n') {
            assertThat(process.isAlive()).isTrue();
        }
        return process;
    }

    private static Adoption adoption(Path file) throws IOException {
        return new Adoption(file, SampleFiles.migrations(SAMPLE), Duration.ofSeconds(30));
    }

    private static Content content(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            return Content.of(connection);
        }
    }

    private static List<String> schema(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            assertThat(strings(connection, "PRAGMA integrity_check")).containsExactly("ok");
            return strings(connection, "SELECT type || name || coalesce(sql, '') FROM sqlite_schema");
        }
    }
}
