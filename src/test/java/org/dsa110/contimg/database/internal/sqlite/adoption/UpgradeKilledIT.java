package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.database.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code upgrade}, killed while it works on a file: on one that another program made, and on one of an older version. What is
 * there afterwards is the file before a step or after it, and a second run finishes. 2 kills of each, with {@code -Dstress} 50.
 */
class UpgradeKilledIT {
    private static final int KILLS = Boolean.getBoolean("stress") ? 50 : 2;
    private static final String FILE = "products.sqlite3";
    private static final int ROWS = 50_000;

    @TempDir
    Path folder;
    private final long seed = Long.getLong("adoption.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** What tells one step from another: all of the schema, and the history. */
    private record State(List<String> schema, List<String> history) {
        static State of(Path file) throws SQLException {
            try (Connection connection = connect(file)) {
                assertThat(strings(connection, "PRAGMA integrity_check")).containsExactly("ok");
                boolean versioned = !strings(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'flyway_products'")
                        .isEmpty();
                return new State(
                        strings(connection, "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"),
                        versioned
                                ? strings(connection, "SELECT version || success FROM flyway_products"
                                        + " WHERE version IS NOT NULL ORDER BY installed_rank")
                                : List.of());
            }
        }
    }

    @Test
    void aFileOfAnotherProgramIsTheOldOneOrTheNewOne() throws Exception {
        Path old = SampleFiles.make("production/products", folder);
        fill(old);
        Path tables = Files.copy(old, folder.resolve("adopted.sqlite3"));
        new Adoption(tables, SampleFiles.migrations("production/products"), Duration.ofSeconds(30))
                .run(false, Progress.NONE);
        assertKilledUpgradesFinish(old, new ArrayList<>(List.of(State.of(old), State.of(tables))));
    }

    @Test
    void aFileOfAnOlderVersionHasOneOfTheVersionsWhole() throws Exception {
        Path state = Files.createDirectory(folder.resolve("older"));
        upgrade(state, "--to", "4");
        Path old = state.resolve(FILE);
        fill(old);
        List<State> whole = new ArrayList<>(List.of(State.of(old)));
        Path each = Files.createDirectory(folder.resolve("each"));
        Files.copy(old, each.resolve(FILE));
        for (String version : pending(state)) {
            upgrade(each, "--to", version);
            whole.add(State.of(each.resolve(FILE)));
        }
        assertKilledUpgradesFinish(old, whole);
    }

    private List<String> pending(Path state) throws Exception {
        String history = upgrade(state, "--dry-run");
        return history.lines().filter(line -> line.contains("products version "))
                .map(line -> line.replaceAll(".*products version (\\d+):.*", "$1")).toList();
    }

    private void assertKilledUpgradesFinish(Path old, List<State> whole) throws Exception {
        System.out.println("UpgradeKilledIT: -Dadoption.seed=" + seed);
        Content content = content(old);
        Path state = Files.createDirectory(folder.resolve("unharmed"));
        Files.copy(old, state.resolve(FILE));
        long nanos;
        try (WatchService watch = watch(state); ServiceProcess upgrade = start(state)) {
            awaitWork(watch);
            long began = System.nanoTime();
            assertThat(upgrade.awaitExit()).as(upgrade.output()).isZero();
            nanos = System.nanoTime() - began;
        }
        State done = State.of(state.resolve(FILE));
        whole.add(done);
        int[] found = new int[whole.size()];
        for (int kill = 0; kill < KILLS; kill++) {
            state = Files.createDirectory(folder.resolve("kill" + kill));
            Path file = Files.copy(old, state.resolve(FILE));
            try (WatchService watch = watch(state); ServiceProcess upgrade = start(state)) {
                awaitWork(watch);
                LockSupport.parkNanos((long) (random.nextDouble() * nanos));
                upgrade.kill();
            }
            State left = State.of(file);
            assertThat(left).as("after kill %d", kill).isIn(whole);
            found[whole.indexOf(left)]++;
            upgrade(state);
            assertThat(State.of(file)).isEqualTo(done);
            try (Connection connection = connect(file)) {
                content.assertKeptIn(connection);
            }
            try (Stream<Path> files = Files.list(state)) {
                assertThat(files).noneMatch(path -> path.toString().contains("unfinished"));
            }
            Files.delete(file);
        }
        System.out.println("UpgradeKilledIT: files before the first step, ..., after the last: "
                + Arrays.toString(found));
    }

    private static WatchService watch(Path state) throws IOException {
        WatchService watch = FileSystems.getDefault().newWatchService();
        state.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        return watch;
    }

    /** It has begun when the log is beside the file, or the copy. */
    private static void awaitWork(WatchService watch) throws InterruptedException {
        while (true) {
            WatchKey key = watch.poll(5, TimeUnit.MINUTES);
            assertThat(key).as("it begins").isNotNull();
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context().toString().startsWith(FILE)) {
                    return;
                }
            }
            key.reset();
        }
    }

    private ServiceProcess start(Path state, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("upgrade", "--database", "products"));
        arguments.addAll(List.of(options));
        Map<String, String> environment = new HashMap<>(Map.of("PIPELINE_STATE_DIR", state.toString(),
                "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1"));
        return ServiceProcess.start(folder, environment, arguments.toArray(String[]::new));
    }

    private String upgrade(Path state, String... options) throws Exception {
        try (ServiceProcess upgrade = start(state, options)) {
            assertThat(upgrade.awaitExit()).as(upgrade.output()).isZero();
            return upgrade.output();
        }
    }

    /** So that each step takes a moment. */
    private static void fill(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            execute(connection, "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)"
                    + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")"
                    + " SELECT 's' || (i % 1000), 'image ' || i, i % 360, i % 90, 1, i FROM n");
        }
    }

    private static Content content(Path file) throws SQLException {
        try (Connection connection = connect(file)) {
            Content content = Content.of(connection);
            content.tables().remove("flyway_products");
            return content;
        }
    }
}
