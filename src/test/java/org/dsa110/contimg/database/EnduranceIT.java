package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * Half an hour of mixed load leaves nothing behind: memory, file handles and the write-ahead log stay as they are after the first minutes.
 * Only with {@code -Dstress}; {@code -Dendurance.minutes} makes it shorter.
 */
@EnabledIfSystemProperty(named = "stress", matches = "true", disabledReason = "takes half an hour: -Dstress runs it")
class EnduranceIT {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("endurance.minutes", 30));
    private static final int WRITERS = 16;
    private static final int READERS = 8;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Bounds the heap, so that what grows beside it shows. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m");

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @TempDir
    Path state;

    @Test
    void memoryHandlesAndLogStayFlat() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("EnduranceIT: seed " + seed + ", " + LENGTH);
        try (ServiceProcess service = ServiceProcess.serve(state, ENVIRONMENT)) {
            try (Connection connection = anotherProgram(); Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE anothers (x INTEGER)");
            }
            List<Thread> load = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                CrashClient client = new CrashClient(i, seed);
                load.add(start(() -> writeOnEnd(service, client)));
            }
            for (int i = 0; i < READERS; i++) {
                Random random = new Random(seed - 1 - i);
                load.add(start(() -> readOnEnd(service, random)));
            }
            load.add(start(this::writeAsAnotherProgram));
            load.add(start(this::readSlowlyAsAnotherProgram));
            Holdings holdings = Holdings.look(service.pid(), state.resolve("products.sqlite3-wal"), LENGTH,
                    wrong::isEmpty);
            stopped = true;
            for (Thread thread : load) {
                thread.join();
            }
            assertThat(service.stop()).isEqualTo(143);
            assertThat(wrong).as("what clients met with").isEmpty();
            holdings.assertSteady();
        }
    }

    private void writeOnEnd(ServiceProcess service, CrashClient client) throws Exception {
        try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            while (!stopped) {
                assertThat(client.work(http)).as("acknowledged").isTrue();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void readOnEnd(ServiceProcess service, Random random) throws Exception {
        List<String> lists = List.of("images?limit=100&order=-id", "images?type=dirty&limit=20&order=created_at",
                "images?fields=id,path&limit=500", "ms_index?limit=10", "images/1", "images?limit=0", "none");
        try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            while (!stopped) {
                Answer answer = http.get("/api/v1/products/" + lists.get(random.nextInt(lists.size())));
                assertThat(answer.status()).as(answer.body()).isIn(200, 400, 404);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void writeAsAnotherProgram() throws Exception {
        try (Connection connection = anotherProgram(); Statement statement = connection.createStatement()) {
            while (!stopped) {
                statement.executeUpdate("INSERT INTO anothers VALUES (1)");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** A snapshot that lasts for some seconds holds the log up each time. */
    private void readSlowlyAsAnotherProgram() throws Exception {
        try (Connection connection = anotherProgram(); Statement statement = connection.createStatement()) {
            while (!stopped) {
                statement.execute("BEGIN");
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM anothers")) {
                    assertThat(row.next()).isTrue();
                }
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
                statement.execute("COMMIT");
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private Connection anotherProgram() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + state.resolve("products.sqlite3") + "?busy_timeout=30000",
                new Properties());
    }

    private interface Work {
        void run() throws Exception;
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                wrong.add(e);
            }
        });
        thread.start();
        return thread;
    }
}
