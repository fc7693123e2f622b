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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;

/** What operators see of the engine: its metrics and its slow logs. */
@QuarkusTest
@TestProfile(LowThresholds.class)
@WithTestResource(TemporaryState.class)
class EngineWatchTest {
    /** Nothing is written here but by these tests, and so nothing else counted. */
    private static final Database COUNTED = Database.CAL_REGISTRY;
    private static final int BETWEEN_MILLIS = 1000;

    @Inject
    UnitExecutor units;

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
        await(write(COUNTED, "SELECT 1"));
        assertThatThrownBy(() -> await(write(COUNTED, "SELECT * FROM none"))).isInstanceOf(DatabaseException.class);
        assertThat(units("write", "success")).isEqualTo(succeeded + 1);
        assertThat(units("write", "failure")).isEqualTo(failed + 1);
    }

    @Test
    void aUnitWhoseCallerWentAwayIsNotRunAndCountedAsCancelled() {
        double cancelled = units("write", "cancelled");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> blocker = units.write(COUNTED, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        write(COUNTED, "CREATE TABLE cancelled (x)").subscribe().with(ignored -> {
        }).cancel();
        release.countDown();
        blocker.join();
        await(write(COUNTED, "SELECT 1"));
        assertThat(number("SELECT count(*) FROM sqlite_schema WHERE name = 'cancelled'")).isZero();
        assertThat(units("write", "cancelled")).isEqualTo(cancelled + 1);
    }

    @Test
    void aSlowUnitIsLoggedWithItsLabel() {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.slow-units")) {
            await(units.write(PRODUCTS, UnitOfWork.named("count slowly", EngineWatchTest::slowly)));
            await(units.read(PRODUCTS, EngineWatchTest::slowly));
            await(units.read(PRODUCTS, UnitOfWork.named("count at once", EngineWatchTest::count)));
            List<String> own = matching(lines, "Slow .*(slowly|EngineWatchTest) on .*");
            assertThat(own).hasSize(2);
            assertThat(own.get(0)).matches(
                    "Slow write count slowly on products, success: waited \\d+ ms, ran \\d+ ms, \\d+ ms in all");
            assertThat(own.get(1)).contains("Slow read EngineWatchTest on products");
            // On a machine that stood still meanwhile it is one.
            assertThat(matching(lines, "Slow read count at once .*")).allSatisfy(
                    line -> assertThat(millis(line, "(\\d+) ms in all"))
                            .isGreaterThanOrEqualTo(LowThresholds.SLOW_UNIT_MILLIS));
        }
    }

    /** Those lines that a test asks about: others may count, up to 10 s later, what was slow in the tests before it. */
    private static List<String> matching(LoggedLines lines, String regex) {
        return lines.messages().stream().filter(line -> line.matches(regex)).toList();
    }

    private static int millis(String line, String regex) {
        Matcher number = Pattern.compile(regex).matcher(line);
        assertThat(number.find()).as(line).isTrue();
        return Integer.parseInt(number.group(1));
    }

    /** Longer than the threshold, on whatever machine. */
    private static long slowly(Connection connection) throws Exception {
        Thread.sleep(LowThresholds.SLOW_UNIT_MILLIS + 50);
        return count(connection);
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
                    Thread.sleep(BETWEEN_MILLIS);
                    return statement.executeUpdate();
                }
            }));
            // On a slow machine it may have taken longer than the threshold itself.
            assertThat(matching(lines, ".*UPDATE ms_index.*")).allSatisfy(
                    line -> assertThat(millis(line, "took (\\d+) ms")).isLessThan(BETWEEN_MILLIS));
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM ms_index")) {
            result.next();
            return result.getLong(1);
        }
    }

    private Uni<Object> write(Database database, String sql) {
        return units.write(database, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return null;
            }
        });
    }

    private long number(String sql) {
        return await(units.read(COUNTED, connection -> {
            try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }));
    }

    private static double units(String kind, String outcome) {
        String labels = "{database=\"" + COUNTED + "\",kind=\"" + kind + "\",outcome=\"" + outcome + "\"} ";
        return Arrays.stream(given().get("/q/metrics").asString().split("\n"))
                .filter(line -> line.startsWith("contimg_database_units_total" + labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(120));
    }
}
