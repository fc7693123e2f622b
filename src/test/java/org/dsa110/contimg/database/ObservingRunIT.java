package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.dsa110.contimg.database.StoredImages.StoredImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * Ten minutes of a simulated telescope with its converter, of clients that read and of clients that write, and then an orderly stop in the
 * middle of it. Only with {@code -Dstress}; {@code -Dobserving.minutes} makes it shorter.
 */
@EnabledIfSystemProperty(named = "stress", matches = "true", disabledReason = "takes ten minutes: -Dstress runs it")
class ObservingRunIT {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("observing.minutes", 10));
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int WRITERS = 4;
    private static final int READERS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final List<String> READS = List.of("/products/images?limit=100&order=-id",
            "/products/ms_index?order=-processed_at", "/ingest/ingest_queue?state=completed&count=true", "/stats",
            "/hdf5/hdf5_file_index?limit=50", "/products/sources?limit=20");

    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    @TempDir
    Path folder;

    @Test
    void itEndsWithoutAnErrorAndWithAnOrderlyStop() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ObservingRunIT: seed " + seed + ", " + LENGTH);
        Path state = folder.resolve("state");
        List<CrashClient> clients = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.serve(state, environment());
                ServiceProcess telescope = ServiceProcess.start(folder, Map.of(), "simulate", "--forever", "--interval",
                        "5s", "--target", "incoming", "--seed", Long.toString(seed))) {
            List<Thread> load = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                CrashClient client = new CrashClient(i, seed);
                clients.add(client);
                load.add(start(service, client::work));
            }
            for (int i = 0; i < READERS; i++) {
                Random random = new Random(seed - 1 - i);
                load.add(start(service, http -> read(http, random)));
            }
            Holdings holdings = Holdings.look(service.pid(), state.resolve("products.sqlite3-wal"), LENGTH,
                    wrong::isEmpty);
            telescope.stop();
            stopping = true;
            long begin = System.nanoTime();
            assertThat(service.stop()).isEqualTo(143);
            Duration stop = Duration.ofNanos(System.nanoTime() - begin);
            for (Thread thread : load) {
                thread.join();
            }
            System.out.println("ObservingRunIT: the stop took " + stop.toMillis() + " ms");
            assertThat(wrong).as("what clients met with").isEmpty();
            assertThat(service.output()).doesNotContain(" ERROR ");
            assertThat(stop).isLessThan(STOP);
            holdings.assertSteady();
        }
        judge(state, clients);
    }

    /** Page caches that are full at once, so that what grows beside them shows. */
    private Map<String, String> environment() {
        return Map.of("CONTIMG_DATABASE_WRITER_CACHE_KIB", "1024", "CONTIMG_DATABASE_READERS_CACHE_KIB", "256",
                "CONTIMG_INGEST_INCOMING_DIR", folder.resolve("incoming").toString(),
                "CONTIMG_INGEST_SCAN_INTERVAL", "1s", "CONTIMG_INGEST_CONVERTER_COMMAND",
                "exec '" + Path.of("deploy/dev/stand-in-converter").toAbsolutePath() + "'", "CONTIMG_STANDIN_SECONDS",
                "1");
    }

    /** What was acknowledged is there, and every observation is where it should be. */
    private static void judge(Path state, List<CrashClient> clients) throws SQLException {
        Map<String, StoredImage> stored = StoredImages.read(state.resolve("products.sqlite3"));
        clients.forEach(client -> client.settle(stored));
        assertThat(stored).as("rows that nobody made").isEmpty();
        Map<String, Integer> groups = new HashMap<>();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + state.resolve("ingest.sqlite3"),
                new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT state, count(*) FROM ingest_queue GROUP BY state")) {
            while (rows.next()) {
                groups.put(rows.getString(1), rows.getInt(2));
            }
        }
        System.out.println("ObservingRunIT: " + clients.stream().mapToLong(CrashClient::creates).sum() + " creates, "
                + clients.stream().mapToLong(CrashClient::updates).sum() + " updates; observations " + groups);
        assertThat(groups.get("completed")).isGreaterThan((int) LENGTH.toSeconds() / 10);
        assertThat(groups.keySet()).as("the last ones were given back, or are not whole").isSubsetOf("completed",
                "pending", "collecting");
    }

    private static boolean read(KeepAliveClient http, Random random) throws IOException {
        Answer answer = http.get("/api/v1" + READS.get(random.nextInt(READS.size())));
        assertThat(answer.status()).as(answer.body()).isIn(200, 503);
        return answer.status() == 200;
    }

    private interface Request {
        /** @return false where it was refused with 503 */
        boolean send(KeepAliveClient http) throws IOException;
    }

    private Thread start(ServiceProcess service, Request request) {
        Thread thread = new Thread(() -> {
            try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
                while (request.send(http) || stopping) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                throw new AssertionError("refused while the service runs");
            } catch (IOException e) {
                if (!stopping) {
                    wrong.add(e);
                }
            } catch (RuntimeException | AssertionError e) {
                wrong.add(e);
            }
        });
        thread.start();
        return thread;
    }
}
