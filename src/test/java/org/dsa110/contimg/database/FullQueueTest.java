package org.dsa110.contimg.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.PRODUCTS;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

@QuarkusTest
@TestProfile(FullQueueTest.ShortQueue.class)
@WithTestResource(TemporaryState.class)
class FullQueueTest {
    private static final int QUEUE_LENGTH = 8;

    public static class ShortQueue implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("contimg.database.writer.queue-length", Integer.toString(QUEUE_LENGTH));
        }
    }

    @Inject
    UnitExecutor units;

    @Test
    void aFullQueueIsRefusedAtOnceAndNothingOfItIsLost() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<?> blocker = units.write(PRODUCTS, () -> {
            started.countDown();
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        started.await();
        List<CompletableFuture<?>> accepted = new ArrayList<>();
        for (int i = 0; i < QUEUE_LENGTH; i++) {
            accepted.add(create("/full/" + i).subscribeAsCompletionStage());
        }
        assertThatThrownBy(() -> create("/full/refused").await().indefinitely()).isInstanceOfSatisfying(
                DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.OVERLOADED));
        given().contentType("application/json").body("{\"path\":\"/full/refused\"}").post("/api/v1/products/ms_index")
                .then()
                .statusCode(503).header("Retry-After", "1").body("title", equalTo("Service Unavailable"));
        release.countDown();
        blocker.join();
        accepted.forEach(CompletableFuture::join);
        assertThat(units.read(PRODUCTS, () -> MeasurementSet.count("path like '/full/%'")).await().indefinitely())
                .isEqualTo(QUEUE_LENGTH);
    }

    private Uni<Object> create(String path) {
        return units.write(PRODUCTS, () -> {
            MeasurementSet ms = new MeasurementSet();
            ms.path = path;
            ms.persist();
            return null;
        });
    }
}
