package org.dsa110.contimg.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.HDF5;
import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.products.MeasurementSet;
import org.dsa110.contimg.testing.InMemoryDatabases;
import org.junit.jupiter.api.Test;

/** The databases in memory: the same units of work and the same REST, and no file. */
@QuarkusTest
@TestProfile(InMemoryDatabases.class)
class InMemoryTest {
    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;

    @Test
    void whatIsWrittenIsRead() {
        create("/memory/rest").await().indefinitely();
        given().urlEncodingEnabled(false).get("/api/v1/products/ms_index/%2Fmemory%2Frest").then().statusCode(200).body(
                "path",
                equalTo("/memory/rest"));
        given().contentType("application/json").body("{\"path\":\"/memory/posted\"}").post("/api/v1/products/ms_index")
                .then().statusCode(201);
        assertThat(count("/memory/posted")).isOne();
    }

    @Test
    void theDatabasesHaveNothingInCommonAndNoFile() {
        assertThat(files.prepare().values()).doesNotHaveDuplicates()
                .allSatisfy(location -> assertThat(location).isInstanceOf(Location.Memory.class));
        assertThatThrownBy(() -> units.read(HDF5, () -> MeasurementSet.count()).await().indefinitely())
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void aReadThatWritesFails() {
        assertThatThrownBy(() -> units.read(PRODUCTS, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO ms_index (path) VALUES ('/memory/in-read')");
            }
        }).await().indefinitely()).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.WRITE_IN_READ));
        assertThat(count("/memory/in-read")).isZero();
    }

    @Test
    void aUnitThatThrowsLeavesNothingAndTheOthersOfItsBatchStay() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> blocker = units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        CompletableFuture<?> before = create("/memory/before").subscribeAsCompletionStage();
        CompletableFuture<?> throwing = create("/memory/throwing").subscribeAsCompletionStage()
                .thenCompose(ignored -> units.write(PRODUCTS, () -> {
                    MeasurementSet.deleteById("/memory/throwing");
                    throw new IllegalStateException("on purpose");
                }).subscribeAsCompletionStage());
        CompletableFuture<Long> read = units.read(PRODUCTS, () -> MeasurementSet.count("path", "/memory/before"))
                .subscribeAsCompletionStage();
        release.countDown();
        blocker.join();
        before.join();
        assertThatThrownBy(throwing::join).hasMessageContaining("on purpose");
        assertThat(read.join()).as("reads and writes take turns in the order they came").isOne();
        assertThat(count("/memory/throwing")).isOne();
    }

    @Test
    void aUnitMayMakeATableOfItsOwn() {
        long rows = units.write(PRODUCTS, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE scratch (x INTEGER)");
                return (long) statement.executeUpdate("INSERT INTO scratch VALUES (1), (2)");
            }
        }).await().indefinitely();
        assertThat(rows).isEqualTo(2);
    }

    @Test
    void manyThreadsWriteAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int thread = i;
            threads.add(new Thread(() -> {
                for (int j = 0; j < 20; j++) {
                    create("/memory/many/" + thread + "/" + j).await().indefinitely();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(units.read(PRODUCTS, () -> MeasurementSet.count("path like '/memory/many/%'")).await()
                .indefinitely()).isEqualTo(160);
    }

    private Uni<Object> create(String path) {
        return units.write(PRODUCTS, () -> {
            MeasurementSet ms = new MeasurementSet();
            ms.path = path;
            ms.persist();
            return null;
        });
    }

    private long count(String path) {
        return units.read(PRODUCTS, () -> MeasurementSet.count("path", path)).await().indefinitely();
    }
}
