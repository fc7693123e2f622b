package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever ends an export before its end, its connection is reset, which no client takes for an end. */
class BrokenExportIT {
    private static final String[] VERSIONS = {"HTTP/1.0", "HTTP/1.1"};

    @TempDir
    Path state;

    /** What can befall an export. */
    enum Fault {
        TABLE_GONE(Map.of()) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.table.other().execute("ALTER TABLE images RENAME TO elsewhere");
            }
        },
        FILE_TAKEN_AWAY(Map.of()) {
            @Override
            void happen(Scene scene) throws Exception {
                Path file = scene.state.resolve("products.sqlite3");
                Files.move(file, scene.state.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);
            }
        },
        DEADLINE(Map.of("CONTIMG_DATABASE_DEADLINE", "1s")) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.table.spoil(LargeTable.ROWS - 1, LargeTable.STALLS);
            }
        },
        QUEUE_FULL(Map.of("CONTIMG_DATABASE_READERS_THREADS", "1", "CONTIMG_DATABASE_READERS_QUEUE_LENGTH", "1")) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.table.spoil(LargeTable.ROWS, LargeTable.STALLS);
                scene.fillQueueOfReads("/api/v1/products/images/" + LargeTable.ROWS);
            }
        },
        STOP(Map.of()) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.service.stop();
            }
        },
        KILL(Map.of()) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.service.kill();
            }
        };

        private final Map<String, String> environment;

        Fault(Map<String, String> environment) {
            this.environment = environment;
        }

        abstract void happen(Scene scene) throws Exception;
    }

    /** A service whose table is large. */
    private record Scene(ServiceProcess service, Path state, LargeTable table, HttpClient http) {
        /** Asks for what does not end until one read waits for it, and further ones are refused. */
        void fillQueueOfReads(String path) throws IOException {
            try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                while (!client.get("/q/metrics").body()
                        .contains("contimg_database_queue_depth{file=\"products\",kind=\"read\"} 1.0")) {
                    http.sendAsync(HttpRequest.newBuilder(URI.create(service.address() + path)).build(),
                            BodyHandlers.discarding());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultOnTheWayResetsTheConnection(Fault fault) throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, fault.environment)) {
            Scene scene = new Scene(service, state, LargeTable.in(state), HttpClient.newHttpClient());
            URI export = URI.create(service.address() + "/api/v1/products/images?as=csv");
            try (RawExport older = RawExport.get(export, VERSIONS[0]);
                    RawExport newer = RawExport.get(export, VERSIONS[1])) {
                assertThat(older.head()).contains(" 200 OK\r\n").containsIgnoringCase("\r\nconnection: close\r\n");
                assertThat(newer.head()).contains(" 200 OK\r\n");
                fault.happen(scene);
                assertThatThrownBy(older::rest).as(VERSIONS[0]).isInstanceOf(SocketException.class);
                assertThatThrownBy(newer::rest).as(VERSIONS[1]).isInstanceOf(SocketException.class);
            }
        }
    }
}
