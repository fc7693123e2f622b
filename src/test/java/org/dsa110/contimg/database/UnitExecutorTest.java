package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.HDF5;
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

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

import com.arjuna.ats.jta.transaction.Transaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.hdf5.IndexedSubbandFile;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class UnitExecutorTest {
    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;
    @Inject
    TransactionManager transactions;
    @Inject
    OutsideUnits outside;

    @Test
    void whatAUnitPersistsIsThereForTheNextRead() {
        String path = "/images/" + UUID.randomUUID();

        long id = await(units.write(PRODUCTS, () -> {
            Image image = image(path);
            image.persist();
            return image.id;
        }));

        assertThat(await(units.read(PRODUCTS, () -> Image.<Image>findById(id))).path).isEqualTo(path);
    }

    @Test
    void aUnitThatFailsLeavesTheOthersOfItsBatch() {
        String prefix = "/batch/" + UUID.randomUUID() + "/";
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Object> blocker = units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        List<CompletableFuture<Object>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            answers.add(units.<Object>write(PRODUCTS, () -> {
                image(prefix + number).persist();
                if (number == 31) {
                    throw new IllegalStateException("number 31");
                }
                return number;
            }).subscribeAsCompletionStage());
        }
        release.countDown();
        blocker.join();

        for (int i = 0; i < 64; i++) {
            if (i == 31) {
                assertThatThrownBy(answers.get(i)::join).hasRootCauseMessage("number 31");
            } else {
                assertThat(answers.get(i).join()).isEqualTo(i);
            }
        }
        assertThat(await(units.read(PRODUCTS, () -> Image.count("path like ?1", prefix + "%")))).isEqualTo(63);
    }

    @Test
    void writesRunInTheOrderInWhichTheyCame() {
        List<Integer> ran = new ArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        units.write(PRODUCTS, () -> {
            release.await();
            return null;
        }).subscribeAsCompletionStage();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            answers.add(units.write(PRODUCTS, () -> ran.add(number)).subscribeAsCompletionStage());
        }
        release.countDown();
        answers.forEach(CompletableFuture::join);
        assertThat(ran).hasSize(200).isSorted();
    }

    @Test
    void aReadThatPersistsAGeneratedKeyFails() {
        assertWriteInRead(units.read(PRODUCTS, () -> {
            image("/read/persist").persist();
            return null;
        }));
        assertThat(await(units.read(PRODUCTS, () -> Image.count("path", "/read/persist")))).isZero();
    }

    @Test
    void aReadThatChangesAFieldFails() {
        String path = "/read/" + UUID.randomUUID();
        await(units.write(PRODUCTS, () -> {
            image(path).persist();
            return null;
        }));

        assertWriteInRead(units.read(PRODUCTS, () -> {
            Image.<Image>find("path", path).firstResult().type = "changed";
            return null;
        }));
        assertThat(await(units.read(PRODUCTS, () -> Image.<Image>find("path", path).firstResult().type)))
                .isEqualTo("dirty");
    }

    @Test
    void aReadThatPersistsAnAssignedKeyFails() {
        assertWriteInRead(units.read(PRODUCTS, () -> {
            MeasurementSet ms = new MeasurementSet();
            ms.path = "/read/assigned";
            ms.persist();
            return null;
        }));
        assertThat(await(units.read(PRODUCTS, () -> MeasurementSet.count("path", "/read/assigned")))).isZero();
    }

    @Test
    void ownSqlRunsOnTheUnitsConnection() {
        String path = "/sql/" + UUID.randomUUID();
        String found = await(units.write(PRODUCTS, connection -> {
            image(path).persistAndFlush();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT path FROM images WHERE path = '" + path + "'")) {
                return rows.next() ? rows.getString(1) : null;
            }
        }));
        assertThat(found).isEqualTo(path);
    }

    @Test
    void aUnitThatUsesAnotherDatabaseFails() {
        assertThatThrownBy(() -> await(units.read(PRODUCTS, () -> IndexedSubbandFile.count())))
                .hasMessageContaining("a unit of work on products used hdf5");
        assertThat(await(units.read(HDF5, () -> IndexedSubbandFile.count()))).isNotNegative();
    }

    @Test
    void aUnitThatStartsAnotherFails() {
        assertThatThrownBy(() -> await(units.write(PRODUCTS, () -> await(units.read(PRODUCTS, () -> 1)))))
                .hasMessageContaining("started another one");
    }

    @Test
    void panacheOutsideAUnitOfWorkFails() {
        assertThatThrownBy(() -> Image.count()).hasMessageContaining("transaction");
        assertThatThrownBy(outside::countInATransactionOfItsOwn).hasMessageContaining("outside a unit of work");
    }

    @Test
    void aDuplicateKeyNamesItsColumn() {
        String path = "/ms/" + UUID.randomUUID();
        Uni<Object> create = units.write(PRODUCTS, () -> {
            MeasurementSet ms = new MeasurementSet();
            ms.path = path;
            ms.persist();
            return null;
        });
        await(create);
        assertThatThrownBy(() -> await(create)).isInstanceOfSatisfying(DatabaseException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.DUPLICATE);
            assertThat(e.columns()).containsExactly("path");
        });
    }

    @Test
    void aWriteWaitsForAnotherProgramsLock() throws SQLException {
        try (Connection other = JDBC.createConnection("jdbc:sqlite:" + files.prepare().get(PRODUCTS), new Properties());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO ms_index (path) VALUES ('/lock/other')");
            CompletableFuture<?> waiting = units.write(PRODUCTS, () -> persist("/lock/waits"))
                    .subscribeAsCompletionStage();
            assertThat(count("/lock/waits")).isZero();
            assertThat(waiting).isNotDone();
            statement.execute("COMMIT");
            waiting.join();
        }
        assertThat(count("/lock/other")).isOne();
        assertThat(count("/lock/waits")).isOne();
    }

    @Test
    void aReadSeesOneSnapshotWhileOthersCommit() {
        long[] seen = await(units.read(PRODUCTS, () -> {
            long first = MeasurementSet.count();
            CompletableFuture.runAsync(() -> await(units.write(PRODUCTS, () -> persist("/snapshot")))).join();
            return new long[]{first, MeasurementSet.count()};
        }));
        assertThat(seen[0]).isEqualTo(seen[1]);
        assertThat(count("/snapshot")).isOne();
    }

    /** JTA compares times of the clock on the wall: a timeout of a minute and a half would end what runs while that is set forward by more. */
    @Test
    void theClockOnTheWallEndsNoUnit() {
        long left = await(units.write(PRODUCTS,
                connection -> ((Transaction) transactions.getTransaction()).getRemainingTimeoutMills()));
        assertThat(Duration.ofMillis(left)).isGreaterThan(Duration.ofDays(10_000));
    }

    /** What a developer would do who does not know units of work. */
    @ApplicationScoped
    static class OutsideUnits {
        @Transactional
        long countInATransactionOfItsOwn() {
            return Image.count();
        }
    }

    private static void assertWriteInRead(Uni<?> read) {
        assertThatThrownBy(() -> await(read)).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.WRITE_IN_READ));
    }

    private static Object persist(String path) {
        MeasurementSet ms = new MeasurementSet();
        ms.path = path;
        ms.persist();
        return null;
    }

    private long count(String path) {
        return await(units.read(PRODUCTS, () -> MeasurementSet.count("path", path)));
    }

    private static Image image(String path) {
        Image image = new Image();
        image.path = path;
        image.msPath = "/ms";
        image.createdAt = 1.77e9;
        image.type = "dirty";
        return image;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
