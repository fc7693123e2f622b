package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The write-ahead log stays short, and what keeps it from that is named. */
@QuarkusTest
@TestProfile(LowThresholds.class)
@WithTestResource(TemporaryState.class)
class LogLengthTest {
    @TempDir
    Path folder;

    @Inject
    UnitExecutor units;
    @Inject
    DatabaseFiles files;

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
        assertThat(Files.size(log())).isLessThan(8 * LowThresholds.RESTART_SIZE);
    }

    @Test
    void readsThatOverlapWithoutEndDoNotKeepTheLogFromBeginningAnew() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread reader = new Thread(() -> {
                while (!stopped.get()) {
                    await(units.read(PRODUCTS, LogLengthTest::forAWhile));
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
    void aReadThatHoldsTheLogIsNamed() throws Exception {
        try (LoggedLines lines = new LoggedLines("org.dsa110.contimg.database.internal.sqlite.Checkpoints")) {
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<?> read = units.read(PRODUCTS, UnitOfWork.named("long export", connection -> {
                long rows = count(connection);
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
        Path copy = folder.resolve("copy.sqlite3");
        Waiting.until("the row is in the file", () -> {
            Files.deleteIfExists(copy);
            Files.copy(Path.of(files.prepare().get(PRODUCTS).toString()), copy);
            try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + copy, new Properties());
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT 1 FROM ms_index WHERE path = '/watch/idle'")) {
                return row.next();
            }
        });
    }

    /** Sees one state of the file for longer than it takes to begin another read. Time itself is what it takes. */
    private static long forAWhile(Connection connection) throws Exception {
        long rows = count(connection);
        Thread.sleep(10);
        return rows;
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM ms_index")) {
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

    private Path log() {
        return Path.of(files.prepare().get(PRODUCTS) + "-wal");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(120));
    }
}
