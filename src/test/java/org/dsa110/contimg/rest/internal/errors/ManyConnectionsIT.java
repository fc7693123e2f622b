package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There are not any number of connections, and who is turned away is counted and told. */
class ManyConnectionsIT {
    private static final int MOST = 50;
    private static final int BEYOND = 20;

    @TempDir
    Path folder;

    @Test
    void whoComesBeyondTheLimitIsTurnedAwayWhichIsToldInOneLineAndCounted() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", Integer.toString(MOST)))) {
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < MOST + BEYOND; i++) {
                    Socket client = new Socket("127.0.0.1", URI.create(service.address()).getPort());
                    clients.add(client);
                }
                int closed = 0;
                while (closed < BEYOND) {
                    // Which of them came first the service decides.
                    for (Socket client : List.copyOf(clients)) {
                        if (isClosed(client)) {
                            closed++;
                            clients.remove(client);
                            client.close();
                        }
                    }
                }
                assertThat(clients).hasSize(MOST).noneMatch(ManyConnectionsIT::isClosed);
                Waiting.until("the log says so", () -> service.output().contains(
                        "connections were closed as soon as they were made, as 50 are open already"));
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
            Waiting.until("there is room again, and all are counted", () -> {
                try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                    return client.get("/q/metrics").body().lines()
                            .filter(line -> line.startsWith("vertx_http_connections_rejected_total"))
                            .anyMatch(line -> Double.parseDouble(line.replaceFirst(".* ", "")) >= BEYOND);
                } catch (IOException full) {
                    return false;
                }
            });
            assertThat(service.output().lines().filter(line -> line.contains("WARN"))).hasSize(1);
        }
    }

    /** Nobody sends these clients anything. */
    private static boolean isClosed(Socket client) {
        try {
            client.setSoTimeout(1);
            return client.getInputStream().read() == -1;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
