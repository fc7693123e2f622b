package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.database.StoredImages.StoredImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged survives {@code kill -9}, and what was not is there whole or not at all. The same files are used from kill to
 * kill: 3 times, with {@code -Dstress} 200 times.
 */
class CrashIT {
    /** Each process lives for a few seconds, which are too dear for the optimizing compiler. */
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    private static final int KILLS = Boolean.getBoolean("stress") ? 200 : 3;
    private static final int CLIENTS = 64;
    /** So many answers take half a second to a second on two cores. */
    private static final int MAX_ANSWERS = 1500;
    /** Longer than a commit, so that the kill comes at any moment of one. */
    private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<CrashClient> clients = IntStream.range(0, CLIENTS)
            .mapToObj(number -> new CrashClient(number, seed)).toList();

    /** Kept after a failure: it is the evidence. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path state;

    @Test
    void killAfterKillTheFileEqualsTheClientsLogs() throws Exception {
        System.out.println("CrashIT: seed " + seed + ", files in " + state);
        int whileStarting = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill > 1 && random.nextInt(10) == 0) {
                killWhileStarting();
                whileStarting++;
            }
            try (ServiceProcess service = ServiceProcess.serve(state, ENVIRONMENT)) {
                compareOverRest(service, compare());
                loadAndKill(service);
            }
        }
        try (ServiceProcess service = ServiceProcess.serve(state, ENVIRONMENT)) {
            compareOverRest(service, compare());
            assertThat(service.stop()).isEqualTo(143);
        }
        int rows = compare();
        List<String> refusals = clients.stream().flatMap(client -> client.refusals().stream()).toList();
        refusals.stream().distinct().limit(10).forEach(refusal -> System.out.println("CrashIT: refused: " + refusal));
        System.out.printf(
                "CrashIT: seed %d: %d kills under load and %d while starting; acknowledged: %d creates, %d updates,"
                        + " %d batches; refused with 503: %d; without an answer: %d, of which %d were done; %d rows"
                        + " in the end, all as logged%n",
                seed, KILLS, whileStarting, sum(CrashClient::creates), sum(CrashClient::updates),
                sum(CrashClient::batches), refusals.size(), sum(CrashClient::unanswered),
                sum(CrashClient::unansweredButStored),
                rows);
    }

    /** The recovery of the files may be cut off too. */
    private void killWhileStarting() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("PIPELINE_STATE_DIR", state.toString());
        try (ServiceProcess service = ServiceProcess.start(state, environment)) {
            LockSupport.parkNanos((long) (random.nextDouble() * TimeUnit.SECONDS.toNanos(3)));
            service.kill();
        }
    }

    /** The client whose answer is the last one kills, half of the time at once: an answer that came before the commit would show. */
    private void loadAndKill(ServiceProcess service) throws InterruptedException {
        AtomicInteger answersLeft = new AtomicInteger(1 + random.nextInt(MAX_ANSWERS));
        long delayNanos = random.nextBoolean() ? 0 : (long) (random.nextDouble() * MAX_DELAY_NANOS);
        AtomicBoolean killing = new AtomicBoolean();
        Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (CrashClient client : clients) {
            Thread thread = new Thread(() -> {
                try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
                    while (!client.work(http) || answersLeft.decrementAndGet() != 0) {
                        // The next request.
                    }
                    LockSupport.parkNanos(delayNanos);
                    kill(service, killing);
                } catch (IOException | RuntimeException | AssertionError e) {
                    if (!(e instanceof IOException && killing.get())) {
                        wrong.add(e);
                        kill(service, killing);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).as("what clients met with before the kill").isEmpty();
    }

    private static void kill(ServiceProcess service, AtomicBoolean killing) {
        killing.set(true);
        try {
            service.kill();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return how many rows are stored */
    private int compare() throws SQLException {
        Map<String, StoredImage> stored = StoredImages.read(state.resolve("products.sqlite3"));
        int rows = stored.size();
        clients.forEach(client -> client.settle(stored));
        assertThat(stored).as("what was never sent").isEmpty();
        return rows;
    }

    private static void compareOverRest(ServiceProcess service, int rows) throws IOException {
        try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            assertThat(http.get("/api/v1/products/images?count=true&limit=1").body())
                    .endsWith("\"total\":" + rows + "}");
        }
    }

    private long sum(ToLongFunction<CrashClient> figure) {
        return clients.stream().mapToLong(figure).sum();
    }
}
