package org.dsa110.contimg.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** What operators see of the engine: its metrics, its slow logs, its write-ahead log. */
@QuarkusTest
@TestProfile(EngineWatchTest.LowThresholds.class)
@WithTestResource(TemporaryState.class)
class EngineWatchTest {
    private static final int RESTART_SIZE = 256 << 10;

    public static class LowThresholds implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.database.slow-unit", "200ms", "contimg.database.slow-statement", "100ms",
                    "contimg.database.wal.checkpoint-size", "64K", "contimg.database.wal.restart-size", "256K",
                    "contimg.database.wal.warn-size", "32M", "contimg.database.deadline", "60s");
        }
    }

    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;

    @Test
    void everyMetricIsThereAndDocumented() throws IOException {
        Set<String> served = new TreeSet<>();
        Matcher type = Pattern.compile("# TYPE (contimg_database_\\w+) (\\w+)")
                .matcher(given().get("/q/metrics").asString());
        while (type.find()) {
            served.add(type.group(2).equals("counter") ? type.group(1) + "_total" : type.group(1));
        }
        Set<String> documented = new TreeSet<>();
        Matcher row = Pattern.compile("\\| `(contimg_database_\\w+)\\{")
                .matcher(Files.readString(Path.of("docs/engine.md")));
        while (row.find()) {
            documented.add(row.group(1));
        }
        served.removeIf(name -> name.endsWith("_max"));
        assertThat(served).isEqualTo(documented);
    }

    @Test
    void unitsAreCountedByHowTheyEnded() {
        double succeeded = units("write", "success");
        double failed = units("write", "failure");
        await(write("SELECT 1"));
        assertThatThrownBy(() -> await(write("SELECT * FROM none"))).isInstanceOf(DatabaseException.class);
        assertThat(units("write", "success")).isEqualTo(succeeded + 1);
        assertThat(units("write", "failure")).isEqualTo(failed + 1);
    }

    @Test
    void aUnitWhoseCallerWentAwayIsNotRunAndCountedAsCancelled() {
        double cancelled = units("write", "cancelled");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> blocker = units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        write("INSERT INTO ms_index (path) VALUES ('/watch/cancelled')").subscribe().with(ignored -> {
        }).cancel();
        release.countDown();
        blocker.join();
        await(write("SELECT 1"));
        assertThat(number("SELECT count(*) FROM ms_index WHERE path = '/watch/cancelled'")).isZero();
        assertThat(units("write", "cancelled")).isEqualTo(cancelled + 1);
    }

    @Test
    void aSlowUnitIsLoggedWithItsLabel() {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.slow-units")) {
            await(units.write(PRODUCTS, UnitOfWork.named("count slowly", EngineWatchTest::slowly)));
            await(units.read(PRODUCTS, EngineWatchTest::slowly));
            await(units.read(PRODUCTS, connection -> count(connection, 1)));
            List<String> own = matching(lines, "Slow .*(slowly|EngineWatchTest) on .*");
            assertThat(own).hasSize(2);
            assertThat(own.get(0)).matches(
                    "Slow write count slowly on products, success: waited \\d+ ms, ran \\d+ ms, \\d+ ms in all");
            assertThat(own.get(1)).contains("Slow read EngineWatchTest on products");
        }
    }

    /** Those lines that a test asks about: others may count, up to 10 s later, what was slow in the tests before it. */
    private static List<String> matching(LoggedLines lines, String regex) {
        return lines.messages().stream().filter(line -> line.matches(regex)).toList();
    }

    /** Longer than the threshold, on whatever machine. */
    private static long slowly(Connection connection) throws Exception {
        Thread.sleep(250);
        return count(connection, 1);
    }

    @Test
    void aSlowStatementIsLoggedWithItsPlan() {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.slow-statements")) {
            await(units.read(PRODUCTS, UnitOfWork.named("look at all pairs", connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement
                                .executeQuery("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                        + " FROM n WHERE i < 3000000) SELECT count(*) FROM n LEFT JOIN images ON images.id = i")) {
                    return rows.next();
                }
            })));
            assertThat(matching(lines, "A statement of look at all pairs on .*")).singleElement().asString()
                    .contains("WITH RECURSIVE", "plan:", "SEARCH images USING INTEGER PRIMARY KEY");
        }
    }

    @Test
    void aFastStatementIsNotSlowForWhatItsUnitDoesNext() {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.slow-statements")) {
            await(units.write(PRODUCTS, connection -> {
                try (PreparedStatement statement = connection
                        .prepareStatement("UPDATE ms_index SET field_name = NULL WHERE path = 'none'")) {
                    statement.executeUpdate();
                    // Time itself is what the unit takes here.
                    Thread.sleep(300);
                    return statement.executeUpdate();
                }
            }));
            assertThat(matching(lines, ".*UPDATE ms_index.*")).isEmpty();
        }
    }

    @Test
    void oneLargeUnitIsNotTakenForAReadThatHoldsTheLog() throws Exception {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.internal.sqlite.Checkpoints")) {
            await(write("INSERT INTO ms_index (path, field_name) VALUES ('/watch/large', hex(zeroblob(18000000)))"));
            // The log is looked at between two batches.
            await(write("SELECT 1"));
            await(write("SELECT 1"));
            assertThat(Files.size(log())).as("long enough for a warning").isGreaterThan(32 << 20);
            assertThat(lines.messages()).isEmpty();
        }
    }

    @Test
    void theLogStaysShortWhileWritesGoOn() throws Exception {
        for (int i = 0; i < 100; i++) {
            await(write(
                    "INSERT INTO ms_index (path, field_name) VALUES ('/watch/short/" + i + "', hex(zeroblob(20000)))"));
        }
        // 4 MB went through it.
        assertThat(Files.size(log())).isLessThan(8 * RESTART_SIZE);
    }

    @Test
    void readsThatOverlapWithoutEndDoNotKeepTheLogFromBeginningAnew() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread reader = new Thread(() -> {
                while (!stopped.get()) {
                    await(units.read(PRODUCTS, connection -> count(connection, 200_000)));
                }
            });
            readers.add(reader);
            reader.start();
        }
        long longest = 0;
        for (int i = 0; i < 2000; i++) {
            await(write("INSERT INTO ms_index (path, field_name) VALUES ('/watch/overlap/" + i
                    + "', hex(zeroblob(10000)))"));
            longest = Math.max(longest, Files.size(log()));
        }
        stopped.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        // 60 MB went through it.
        assertThat(longest).isLessThan(30 << 20);
    }

    @Test
    void readsAreNotHeldBackForLongerThanTheReadsThatTheyWaitFor() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> holds = units.read(PRODUCTS, connection -> {
            long rows = count(connection, 1);
            reading.countDown();
            release.await();
            return rows;
        }).subscribeAsCompletionStage();
        reading.await();
        CompletableFuture<Long> held = null;
        boolean goesOn = true;
        for (int i = 0; i < 1000 && goesOn; i++) {
            await(write("INSERT INTO ms_index (path, field_name) VALUES ('/watch/gate/" + i
                    + "', hex(zeroblob(300000)))"));
            held = units.read(PRODUCTS, connection -> count(connection, 1)).subscribeAsCompletionStage();
            goesOn = completedWithin(held, 50);
        }
        assertThat(goesOn).as("one is held back").isFalse();
        release.countDown();
        holds.join();
        assertThat(completedWithin(held, 1500)).as("without any further write, before the 2 s of a gate are over")
                .isTrue();
    }

    private static boolean completedWithin(CompletableFuture<?> read, int millis) throws Exception {
        try {
            read.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillHeld) {
            return false;
        }
    }

    @Test
    void aReadThatHoldsTheLogIsNamed() throws Exception {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.internal.sqlite.Checkpoints")) {
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<?> read = units.read(PRODUCTS, UnitOfWork.named("long export", connection -> {
                long rows = count(connection, 1);
                reading.countDown();
                release.await();
                return rows;
            })).subscribeAsCompletionStage();
            reading.await();
            for (int i = 0; i < 1000 && lines.count() == 0; i++) {
                await(write("INSERT INTO ms_index (path, field_name) VALUES ('/watch/held/" + i
                        + "', hex(zeroblob(300000)))"));
            }
            release.countDown();
            read.join();
            assertThat(lines.messages()).hasSize(1);
            assertThat(lines.messages().get(0)).contains("write-ahead log", "has grown to", "long export");
        }
    }

    @Test
    void inIdleTimeTheWholeLogIsCopied() throws Exception {
        await(write("INSERT INTO ms_index (path) VALUES ('/watch/idle')"));
        // The file itself, without its log, has the row at last: a copy of it alone shows that.
        Path file = Path.of(files.prepare().get(PRODUCTS).toString());
        Path copy = Files.createTempDirectory("contimg-db-test").resolve("copy.sqlite3");
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        boolean there = false;
        while (!there && System.nanoTime() < deadline) {
            Files.deleteIfExists(copy);
            Files.copy(file, copy);
            there = number(copy, "SELECT count(*) FROM ms_index WHERE path = '/watch/idle'") == 1;
        }
        Files.deleteIfExists(copy);
        Files.deleteIfExists(copy.getParent());
        assertThat(there).isTrue();
    }

    private static long count(Connection connection, int rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                        + " FROM n WHERE i < " + rows + ") SELECT count(*) + (SELECT count(*) FROM ms_index) FROM n")) {
            result.next();
            return result.getLong(1);
        }
    }

    private Uni<Object> write(String sql) {
        return units.write(PRODUCTS, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return null;
            }
        });
    }

    private long number(String sql) {
        return await(units.read(PRODUCTS, connection -> {
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }));
    }

    private static long number(Path file, String sql) throws SQLException {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double units(String kind, String outcome) {
        String labels = "{database=\"products\",kind=\"" + kind + "\",outcome=\"" + outcome + "\"} ";
        return Arrays.stream(given().get("/q/metrics").asString().split("\n"))
                .filter(line -> line.startsWith("contimg_database_units_total" + labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private Path log() {
        return Path.of(files.prepare().get(PRODUCTS) + "-wal");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(120));
    }
}
