package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;

/** Units of work that use SQL alone have their connection, and nothing that only Panache and Hibernate need. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SqlUnitTest {
    @Inject
    UnitExecutor units;
    @Inject
    TransactionManager transactions;

    @Test
    void itHasNeitherATransactionOfJtaNorARequestContext() {
        for (boolean sql : new boolean[]{false, true}) {
            UnitOfWork<Boolean> look = connection -> transactions.getStatus() == Status.STATUS_ACTIVE
                    && Arc.container().requestContext().isActive();
            UnitOfWork<Boolean> unit = sql ? UnitOfWork.sql("look", look) : UnitOfWork.named("look", look);
            assertThat(await(units.read(PRODUCTS, unit))).isEqualTo(!sql);
            assertThat(await(units.write(PRODUCTS, unit))).isEqualTo(!sql);
        }
    }

    @Test
    void aNameOfItsOwnLeavesItWhatItIs() {
        UnitOfWork<Object> sql = UnitOfWork.sql("insert", connection -> null);
        assertThat(UnitOfWork.named("other", sql).sqlOnly()).isTrue();
        assertThat(UnitOfWork.named("other", connection -> null).sqlOnly()).isFalse();
    }

    @Test
    void panacheInItFailsAndTheUnitIsUndone() {
        String path = path();
        Uni<Object> reads = units.read(PRODUCTS, UnitOfWork.sql("count", connection -> MeasurementSet.count()));
        assertThatThrownBy(() -> await(reads)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the unit of work count is said to use SQL alone, and used Panache");
        Uni<Object> persists = units.write(PRODUCTS, UnitOfWork.sql("persist", connection -> {
            insert(connection, path);
            MeasurementSet other = new MeasurementSet();
            other.path = path + "/other";
            other.persist();
            return null;
        }));
        assertThatThrownBy(() -> await(persists)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the unit of work persist is said to use SQL alone");
        assertThat(await(units.read(PRODUCTS, () -> MeasurementSet.count("path like ?1", path + "%")))).isZero();
    }

    @Test
    void bothKindsShareABatchAndEachFailsAlone() {
        String prefix = path();
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Object>> answers = new ArrayList<>();
        answers.add(units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage());
        for (int i = 0; i < 24; i++) {
            String path = prefix + "/" + i;
            boolean fails = i % 3 == 2;
            answers.add((i % 2 == 0 ? sql(path, fails) : entity(path, fails)).subscribeAsCompletionStage());
        }
        release.countDown();
        for (int i = 0; i < 24; i++) {
            CompletableFuture<Object> answer = answers.get(i + 1);
            if (i % 3 == 2) {
                assertThatThrownBy(answer::join).hasMessageContaining("thrown");
            } else {
                assertThat(answer.join()).isNull();
            }
        }
        assertThat(await(units.read(PRODUCTS, () -> MeasurementSet.count("path like ?1", prefix + "/%"))))
                .isEqualTo(16);
    }

    private Uni<Object> sql(String path, boolean fails) {
        return units.write(PRODUCTS, UnitOfWork.sql("insert", connection -> {
            insert(connection, path);
            return orThrow(fails);
        }));
    }

    private Uni<Object> entity(String path, boolean fails) {
        return units.write(PRODUCTS, () -> {
            MeasurementSet row = new MeasurementSet();
            row.path = path;
            row.persist();
            return orThrow(fails);
        });
    }

    private static Object orThrow(boolean fails) {
        if (fails) {
            throw new IllegalArgumentException("thrown");
        }
        return null;
    }

    private static void insert(Connection connection, String path) throws SQLException {
        try (var insert = Statements.prepare(connection, "INSERT INTO ms_index (path) VALUES (?) RETURNING path", path);
                ResultSet row = insert.executeQuery()) {
            assertThat(row.next()).isTrue();
        }
    }

    private static String path() {
        return "/sql-unit/" + UUID.randomUUID();
    }

    private static <T> T await(Uni<T> unit) {
        return unit.await().indefinitely();
    }
}
