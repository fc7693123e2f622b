package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
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
        FILE_DAMAGED(Map.of()) {
            @Override
            void happen(Scene scene) throws Exception {
                scene.table.damaged(LargeTable.ROWS - 10);
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
    private record Scene(ServiceProcess service, Path state, LargeTable table) {
    }

    @Test
    void anAnswerInChunksBreaksOffInsideOne() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            LargeTable.in(state).damaged();
            for (String form : List.of("csv", "ndjson", "votable")) {
                URI export = URI.create(service.address() + "/api/v1/products/images?as=" + form);
                try (RawExport answer = RawExport.get(export, "HTTP/1.1")) {
                    assertThat(answer.head()).containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n");
                    assertThat(answer.missingOfChunk()).as(form).isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultOnTheWayResetsTheConnection(Fault fault) throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, fault.environment)) {
            Scene scene = new Scene(service, state, LargeTable.in(state));
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
