package org.dsa110.contimg.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dsa110.contimg.database.Database.HDF5;
import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.hamcrest.Matchers.containsString;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** What happens at the limits: deadlines, and other programs' locks. */
@QuarkusTest
@TestProfile(UnitLimitsTest.TightLimits.class)
@WithTestResource(TemporaryState.class)
class UnitLimitsTest {
    /** Rows without end, for as long as somebody reads or writes them. */
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";

    /** Limits that a test can run into in a moment. */
    public static class TightLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.database.deadline", "3s", "contimg.database.lock-timeout", "5s");
        }
    }

    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;

    @Test
    void aWriteThatRunsTooLongIsInterruptedAndTheOthersOfItsBatchStay() throws SQLException {
        exceedsItsDeadlineBetweenTwo("/deadline/", connection -> {
            persist("/deadline/too-long");
            return query(connection, ENDLESS + "count(*) FROM n");
        });
    }

    @Test
    void aUnitThatGoesOnAfterItsDeadlineWritesNothing() throws SQLException {
        AtomicReference<Throwable> interrupted = new AtomicReference<>();
        exceedsItsDeadlineBetweenTwo("/goes-on/", connection -> {
            try (Statement statement = connection.createStatement()) {
                // One of very many, so that the disk does not fill meanwhile.
                interrupted.set(catchThrowable(() -> statement.execute("INSERT INTO ms_index (path) " + ENDLESS
                        + "'/goes-on/' || i FROM n WHERE i % 100000 = 0")));
                statement.execute("INSERT INTO ms_index (path) VALUES ('/goes-on/stray')");
            }
            return null;
        });
        assertThat(interrupted.get()).hasMessageContaining("SQLITE_INTERRUPT");
    }

    @Test
    void aUnitThatWaitsInJavaIsInterruptedToo() throws SQLException {
        assertThatThrownBy(() -> await(units.write(PRODUCTS, () -> {
            persist("/deadline/java");
            new CountDownLatch(1).await();
            return null;
        }))).satisfies(e -> assertKind(e, Kind.DEADLINE));
        assertThat(count("/deadline/java")).isZero();
    }

    @Test
    void aReadThatRunsTooLongIsInterrupted() {
        assertThatThrownBy(
                () -> await(units.read(PRODUCTS, connection -> query(connection, ENDLESS + "count(*) FROM n"))))
                .satisfies(e -> assertKind(e, Kind.DEADLINE));
    }

    @Test
    void aReadThatLeavesAStatementOpenAndIsInterruptedHarmsNoOther() throws Exception {
        await(create("/left-open"));
        assertThatThrownBy(() -> await(units.read(PRODUCTS, connection -> {
            connection.createStatement().executeQuery("SELECT path FROM ms_index").next();
            return query(connection, ENDLESS + "count(*) FROM n");
        }))).satisfies(e -> assertKind(e, Kind.DEADLINE));
        for (int i = 0; i < 40; i++) {
            assertThat(await(units.read(PRODUCTS, () -> MeasurementSet.count("path", "/left-open")))).isOne();
        }
    }

    @Test
    void aWriteThatAnotherProgramKeepsOutFailsInTimeAndLaterOnesSucceed() throws SQLException {
        try (Connection other = otherProgram(); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> await(create("/lock/1"))).satisfies(e -> assertKind(e, Kind.BUSY));
            given().contentType("application/json").body("{\"path\":\"/lock/2\"}").post("/api/v1/products/ms_index")
                    .then()
                    .statusCode(503).contentType("application/problem+json").header("Retry-After", "1")
                    .body("detail", containsString("another program held the write lock"));
            // By SQL: to load the classes of a session may take a busy machine longer than a unit has here.
            Object stored = await(units.read(PRODUCTS,
                    connection -> query(connection, "SELECT count(*) FROM ms_index WHERE path = '/lock/1'")));
            assertThat(stored).as("reads go on").isEqualTo(0);
            if (!files.prepare().get(PRODUCTS).equals(files.prepare().get(HDF5))) {
                assertThat(await(units.write(HDF5, () -> 1))).as("other files notice nothing").isOne();
            }
            statement.execute("ROLLBACK");
        }
        await(create("/lock/3"));
        assertThat(count("/lock/3")).isOne();
        assertThat(count("/lock/2")).isZero();
    }

    @Test
    void theLockIsFreeWhenTheWriterIsIdle() throws SQLException {
        try (Connection other = otherProgram(); Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            for (int i = 0; i < 200; i++) {
                await(create("/idle/" + i));
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("COMMIT");
            }
        }
    }

    /** Runs it in one batch with two others, whose rows are all that is stored below the folder. */
    private void exceedsItsDeadlineBetweenTwo(String folder, UnitOfWork<Object> work) throws SQLException {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> blocker = blockWriter(release);
        CompletableFuture<?> before = create(folder + "before").subscribeAsCompletionStage();
        CompletableFuture<?> tooLong = units.write(PRODUCTS, work).subscribeAsCompletionStage();
        CompletableFuture<?> after = create(folder + "after").subscribeAsCompletionStage();
        release.countDown();

        blocker.join();
        before.join();
        after.join();
        assertThatThrownBy(tooLong::join).hasCauseInstanceOf(DatabaseException.class)
                .satisfies(e -> assertKind(e.getCause(), Kind.DEADLINE));
        assertThat(count(folder + "before")).isOne();
        assertThat(count(folder + "after")).isOne();
        assertThat(count(folder + "%")).isEqualTo(2);
    }

    private CompletableFuture<?> blockWriter(CountDownLatch release) {
        return units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
    }

    private Uni<Object> create(String path) {
        return units.write(PRODUCTS, () -> {
            persist(path);
            return null;
        });
    }

    private static void persist(String path) {
        MeasurementSet ms = new MeasurementSet();
        ms.path = path;
        ms.persistAndFlush();
    }

    /** How many paths are like that; without a unit, whose deadline a slow machine might exceed. */
    private long count(String pattern) throws SQLException {
        try (Connection other = otherProgram();
                PreparedStatement statement = other
                        .prepareStatement("SELECT count(*) FROM ms_index WHERE path LIKE ?")) {
            statement.setString(1, pattern);
            return statement.executeQuery().getLong(1);
        }
    }

    private Connection otherProgram() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + files.prepare().get(PRODUCTS), new Properties());
    }

    private static Object query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getObject(1) : null;
        }
    }

    private static void assertKind(Throwable e, Kind kind) {
        assertThat(e).isInstanceOfSatisfying(DatabaseException.class, d -> assertThat(d.kind()).isEqualTo(kind));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
