package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives {@code kill -9}. */
class CrashIT {
    private static final int CLIENTS = 64;

    @TempDir
    Path state;

    @Test
    void everyAcknowledgedRowIsThereOnceAfterAKill() throws Exception {
        long seed = new Random().nextLong();
        int killAfter = 500 + new Random(seed).nextInt(3000);
        System.out.println("CrashIT: seed " + seed + ", killed after " + killAfter + " acknowledged rows");
        Set<String> sent = ConcurrentHashMap.newKeySet();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            CountDownLatch enough = new CountDownLatch(killAfter);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                Thread thread = new Thread(() -> post(service.address(), client, sent, acknowledged, enough));
                clients.add(thread);
                thread.start();
            }
            enough.await();
            service.kill();
            for (Thread client : clients) {
                client.join();
            }
        }

        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            String count = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(service.address()
                    + "/api/v1/products/images?count=true&limit=1")).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(count).contains("\"total\":");
            assertThat(service.stop()).isEqualTo(143);
        }
        Map<String, Integer> stored = stored();
        assertThat(stored.keySet()).containsAll(acknowledged);
        assertThat(sent).containsAll(stored.keySet());
        assertThat(stored.values()).containsOnly(1);
        assertThat(acknowledged.size()).isGreaterThanOrEqualTo(killAfter);
    }

    /** Until the service is gone; a request without an answer is neither acknowledged nor refused. */
    private static void post(String address, int client, Set<String> sent, Set<String> acknowledged,
            CountDownLatch enough) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        AtomicInteger number = new AtomicInteger();
        while (true) {
            String path = "/crash/" + client + "/" + number.incrementAndGet();
            sent.add(path);
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/products/images"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(
                            "{\"path\":\"" + path + "\",\"ms_path\":\"/ms\",\"created_at\":1.5,\"type\":\"dirty\"}"))
                    .build();
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                assertThat(status).isEqualTo(201);
                acknowledged.add(path);
                enough.countDown();
            } catch (IOException killed) {
                return;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Map<String, Integer> stored() throws SQLException {
        Map<String, Integer> stored = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("products.sqlite3"));
                Statement statement = connection.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                check.next();
                assertThat(check.getString(1)).isEqualTo("ok");
            }
            try (ResultSet rows = statement.executeQuery("SELECT path, count(*) FROM images GROUP BY path")) {
                while (rows.next()) {
                    stored.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return stored;
    }
}
