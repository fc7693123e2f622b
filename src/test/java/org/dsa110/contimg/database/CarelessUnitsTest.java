package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** What units of work do that they should not harms nobody else, and the file bears out every answer. */
@QuarkusTest
@TestProfile(CarelessUnitsTest.FilesOfItsOwn.class)
@WithTestResource(TemporaryState.class)
class CarelessUnitsTest {
    private final String mark = "/" + UUID.randomUUID() + "/";

    /** A file from which nobody has deleted rows has no free pages that would let a full one grow on. */
    public static class FilesOfItsOwn implements QuarkusTestProfile {
    }

    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;

    @Test
    void aUnitThatGoesOnAfterAFullDiskWritesNothingAndHarmsNobody() throws Exception {
        List<CompletableFuture<Object>> batch = batch(insert("before"), connection -> {
            execute(connection, into("one"));
            limitPages(connection, pages(connection) + 1);
            try {
                execute(connection, "INSERT INTO images (path, ms_path, created_at, type, field_name) VALUES ('" + mark
                        + "big', 'm', 1, 't', hex(zeroblob(100000)))");
            } catch (SQLException full) {
                assertThat(full.getMessage()).contains("SQLITE_FULL");
            } finally {
                limitPages(connection, 1 << 30);
            }
            execute(connection, into("stray"));
            return "done";
        }, insert("after"));

        batch.get(0).join();
        assertThatThrownBy(batch.get(1)::join).hasCauseInstanceOf(DatabaseException.class);
        batch.get(2).join();
        assertThat(rows()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aUnitThatRollsBackItselfWritesNothingAndHarmsNobody() throws Exception {
        List<CompletableFuture<Object>> batch = batch(insert("before"), connection -> {
            execute(connection, "INSERT INTO ms_index (path) VALUES ('" + mark + "')");
            try {
                execute(connection, "INSERT OR ROLLBACK INTO ms_index (path) VALUES ('" + mark + "')");
            } catch (SQLException duplicate) {
                assertThat(duplicate.getMessage()).contains("SQLITE_CONSTRAINT");
            }
            execute(connection, into("stray"));
            throw new IllegalStateException("not reached");
        }, insert("after"));

        batch.get(0).join();
        assertThatThrownBy(batch.get(1)::join).hasMessageNotContaining("not reached");
        batch.get(2).join();
        assertThat(rows()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aUnitThatCommitsFailsAndTheOthersAreThereOnce() throws Exception {
        List<CompletableFuture<Object>> batch = batch(insert("before"), connection -> {
            execute(connection, "COMMIT");
            execute(connection, into("stray"));
            return null;
        }, insert("after"));

        batch.get(0).join();
        assertThatThrownBy(batch.get(1)::join).hasCauseInstanceOf(DatabaseException.class);
        batch.get(2).join();
        assertThat(rows()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void aReadThatLeavesAStatementOpenDoesNotKeepTheNextInItsSnapshot() throws Exception {
        await(insert("old"));
        List<ResultSet> open = new ArrayList<>();
        CountDownLatch allReaders = new CountDownLatch(4);
        List<CompletableFuture<Object>> leavers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            leavers.add(units.read(PRODUCTS, connection -> {
                ResultSet rows = connection.createStatement().executeQuery("SELECT path FROM images");
                rows.next();
                synchronized (open) {
                    open.add(rows);
                }
                allReaders.countDown();
                allReaders.await();
                return (Object) null;
            }).subscribeAsCompletionStage());
        }
        leavers.forEach(CompletableFuture::join);
        await(insert("new"));

        for (int i = 0; i < 8; i++) {
            long seen = await(units.read(PRODUCTS, connection -> count(connection, "new")));
            assertThat(seen).isOne();
        }
        assertThat(open).allSatisfy(rows -> assertThat(rows.isClosed()).isTrue());
    }

    @Test
    void aWriteThatLeavesAStatementOpenDoesNotKeepTheWriterOut() throws Exception {
        await(insert("first"));
        await(units.write(PRODUCTS,
                connection -> connection.createStatement().executeQuery("SELECT path FROM images").next()));
        try (Connection other = otherProgram()) {
            execute(other, into("other"));
        }
        await(insert("second"));
        assertThat(rows()).containsExactlyInAnyOrder("first", "other", "second");
    }

    @Test
    void aUnitCannotCloseItsConnectionNorTakeItOutOfTheTransaction() {
        assertThatThrownBy(() -> await(units.read(PRODUCTS, connection -> {
            connection.close();
            return null;
        }))).hasMessageContaining("must not close its connection");
        assertThatThrownBy(() -> await(units.write(PRODUCTS, connection -> {
            connection.setAutoCommit(false);
            return null;
        }))).hasMessageContaining("not its own to begin or end");
    }

    @Test
    void anInterruptThatAUnitLeavesDoesNotHitTheNext() {
        await(units.write(PRODUCTS, () -> {
            Thread.currentThread().interrupt();
            return null;
        }));
        assertThat(await(units.write(PRODUCTS, () -> Thread.currentThread().isInterrupted()))).isFalse();
    }

    @Test
    void aStreamCannotLeaveItsUnit() {
        assertThatThrownBy(() -> await(units.read(PRODUCTS, () -> MeasurementSet.streamAll())))
                .hasMessageContaining("collect what is in it");
    }

    @Test
    void changingOneFieldLeavesWhatOtherProgramsStoredInTheOthers() throws Exception {
        await(units.write(PRODUCTS, connection -> {
            execute(connection,
                    "INSERT INTO ms_index (path, pointing_ra_deg, cal_applied) VALUES ('" + mark + "', ' n/a', 1.5)");
            return null;
        }));
        await(units.write(PRODUCTS, () -> {
            MeasurementSet.<MeasurementSet>findById(mark).stage = "imaged";
            return null;
        }));
        try (Connection other = otherProgram();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pointing_ra_deg, cal_applied, stage FROM ms_index WHERE path = '" + mark + "'")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo(" n/a");
            assertThat(row.getDouble(2)).isEqualTo(1.5);
            assertThat(row.getString(3)).isEqualTo("imaged");
        }
    }

    /** Runs three writes in one batch. */
    private List<CompletableFuture<Object>> batch(Uni<Object> first, UnitOfWork<Object> second, Uni<Object> third) {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Object> blocker = units.<Object>write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        List<CompletableFuture<Object>> answers = List.of(first.subscribeAsCompletionStage(),
                units.write(PRODUCTS, second).subscribeAsCompletionStage(), third.subscribeAsCompletionStage());
        release.countDown();
        blocker.join();
        return answers;
    }

    private Uni<Object> insert(String name) {
        return units.write(PRODUCTS, connection -> {
            execute(connection, into(name));
            return null;
        });
    }

    private String into(String name) {
        return "INSERT INTO images (path, ms_path, created_at, type) VALUES ('" + mark + name + "', 'm', 1, 't')";
    }

    private List<String> rows() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection other = otherProgram();
                Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT substr(path, " + (mark.length() + 1) + ") FROM images WHERE path LIKE '" + mark
                                + "%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private long count(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("SELECT count(*) FROM images WHERE path = '" + mark + name + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long pages(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA page_count")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Of this connection only. */
    private static void limitPages(Connection connection, long pages) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA max_page_count = " + pages)) {
            rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection otherProgram() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + files.prepare().get(PRODUCTS) + "?busy_timeout=30000",
                new Properties());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }
}
