package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orderly stop answers every request that it has taken, save exports, and tells the others to come back. */
class StopIT {
    private static final String ROW = "{\"path\":\"/stop\",\"ms_path\":\"/ms\",\"created_at\":1.5,\"type\":\"dirty\"}";

    private final Queue<Throwable> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger toldWithAnAnswer = new AtomicInteger();

    @TempDir
    Path state;

    @Test
    void clientsThatWriteOnEndAreAllAnswered() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            CountDownLatch busy = new CountDownLatch(500);
            List<Thread> clients = start(32, service, busy);
            busy.await();
            assertThat(service.stop()).isEqualTo(143);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(unanswered).isEmpty();
        assertThat(refused.get() + toldWithAnAnswer.get()).isEqualTo(32);
        assertThat(rows()).isEqualTo(created.get());
    }

    @Test
    void writesThatWaitForAnotherProgramsLockAreAnswered() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("products.sqlite3"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            List<Thread> clients = start(3, service, new CountDownLatch(1));
            while (!metrics(service).contains("queue_depth{file=\"products\",kind=\"write\"} 2.0")) {
                Thread.onSpinWait();
            }
            assertThat(service.stop()).isEqualTo(143);
            for (Thread client : clients) {
                client.join();
            }
            statement.execute("ROLLBACK");
        }
        assertThat(unanswered).isEmpty();
        assertThat(refused).hasValue(3);
        assertThat(rows()).isZero();
    }

    @Test
    void anExportThatIsUnderWayIsBrokenOff() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            new OtherProgram(state.resolve("products.sqlite3").toString()).execute(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO images"
                            + " (path, ms_path, created_at, type) SELECT '/stop', '/ms', i, 'dirty' FROM n");
            URI export = URI.create(service.address() + "/api/v1/products/images?as=ndjson");
            HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(export).build(), BodyHandlers.ofInputStream());
            try (InputStream rows = answer.body()) {
                assertThat(rows.read()).isEqualTo('{');
                assertThat(service.stop()).isEqualTo(143);
                assertThatThrownBy(() -> rows.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static String metrics(ServiceProcess service) throws Exception {
        try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
            return http.get("/q/metrics").body();
        }
    }

    /** Each writes until it is refused, or told with an answer that there will be no further one. */
    private List<Thread> start(int count, ServiceProcess service, CountDownLatch busy) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread client = new Thread(() -> {
                try (KeepAliveClient http = KeepAliveClient.connect(service.address())) {
                    Answer answer = write(http);
                    while (answer.status() == 201) {
                        created.incrementAndGet();
                        busy.countDown();
                        if ("close".equals(answer.headers().get("connection"))) {
                            toldWithAnAnswer.incrementAndGet();
                            return;
                        }
                        answer = write(http);
                    }
                    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                    assertThat(answer.headers()).containsKey("retry-after");
                    assertThat(answer.body()).contains("\"detail\":");
                    refused.incrementAndGet();
                } catch (Exception | AssertionError e) {
                    unanswered.add(e);
                }
            });
            clients.add(client);
            client.start();
        }
        return clients;
    }

    private static Answer write(KeepAliveClient http) throws Exception {
        return http.send("POST", "/api/v1/products/images", "application/json", ROW);
    }

    private int rows() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("products.sqlite3"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM images")) {
            row.next();
            return row.getInt(1);
        }
    }
}
