package org.dsa110.contimg.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.dsa110.contimg.NamedPipe;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes that lie where files should hold nobody. */
@Timeout(300)
class NamedPipesIT {
    private static final String GROUPS = "/api/v1/ingest/ingest_queue";
    private static final List<String> OTHERS = List.of("2026-02-11T15:58:07_sb00.hdf5", "2026-02-11T16:58:07_sb00.hdf5",
            "2026-02-11T17:58:07_sb00.hdf5");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void pendingGroupsWhoseFilesAreNoneFailAndTheServiceStopsAtOnce() throws Exception {
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        NamedPipe.make(incoming.resolve(OTHERS.get(0)));
        Files.createDirectory(incoming.resolve(OTHERS.get(1)));
        Files.createSymbolicLink(incoming.resolve(OTHERS.get(2)), Path.of("/dev/zero"));
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_DRAIN_INTERVAL", "1s", "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "CONTIMG_INGEST_INCOMING_DIR", incoming.toString(), "CONTIMG_INGEST_WORKERS", "1",
                        "CONTIMG_INGEST_RETRY_ATTEMPTS", "1",
                        "CONTIMG_INGEST_CONVERTER_COMMAND", "echo /ms/a.ms"))) {
            for (String name : OTHERS) {
                String group = name.substring(0, 19);
                post(service, "/api/v1/ingest/subband_files", "{\"group_id\":\"" + group
                        + "\",\"subband_idx\":0,\"path\":\"" + incoming.resolve(name) + "\"}");
                post(service, GROUPS, "{\"group_id\":\"" + group + "\",\"state\":\"pending\",\"received_at\":1,"
                        + "\"last_update\":1}");
            }
            for (String name : OTHERS) {
                Waiting.until(name + " fails",
                        () -> get(service, GROUPS + "/" + name.substring(0, 19)).contains("\"failed\""));
            }
            assertThat(get(service, GROUPS)).contains("it is a pipe, a socket or a device, not a file")
                    .contains("it is a folder, not a file");

            long asked = System.nanoTime();
            assertThat(service.stop()).isEqualTo(143);
            assertThat((System.nanoTime() - asked) / 1e9).as("seconds to stop").isLessThan(4);
            assertThat(service.output()).doesNotContain("did not end within");
        }
    }

    @Test
    void anIncomingFolderThatIsNoneIsToldAndTheServiceStopsAtOnce() throws Exception {
        Path incoming = NamedPipe.make(folder.resolve("incoming"));
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_SCAN_INTERVAL", "1s", "CONTIMG_INGEST_INCOMING_DIR", incoming.toString()))) {
            Waiting.until("two scans have failed",
                    () -> get(service, "/q/metrics").lines()
                            .anyMatch(
                                    line -> line.matches("contimg_ingest_failures_total\\{job=\"scan\"} [2-9]\\..*")));
            long asked = System.nanoTime();
            assertThat(service.stop()).isEqualTo(143);
            assertThat((System.nanoTime() - asked) / 1e9).as("seconds to stop").isLessThan(4);
            assertThat(service.output()).containsOnlyOnce("The incoming folder cannot be scanned: " + incoming
                    + ": it is a pipe, a socket or a device, not a folder").doesNotContain("did not end within");
        }
    }

    /** SQLite would wait at the first where it only reads, and at the journal. */
    @ParameterizedTest
    @ValueSource(strings = {"ingest.sqlite3", "ingest.sqlite3-journal", "ingest.sqlite3-wal"})
    void aDatabaseIsNoPipe(String name) throws Exception {
        Path state = folder.resolve("state");
        try (ServiceProcess first = ServiceProcess.serve(state, Map.of())) {
            first.stop();
        }
        Files.deleteIfExists(state.resolve(name));
        NamedPipe.make(state.resolve(name));
        try (ServiceProcess service = ServiceProcess.start(folder, Map.of("PIPELINE_STATE_DIR", state.toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output().lines().reduce((first, second) -> second).orElseThrow())
                    .isEqualTo("contimg-db: cannot open " + state.resolve(name)
                            + ": it is a pipe, a socket or a device, not a file");
        }
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).contains(state.resolve(name));
        }
    }

    private void post(ServiceProcess service, String path, String row) throws Exception {
        assertThat(client.send(HttpRequest.newBuilder(URI.create(service.address() + path))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(row)).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private String get(ServiceProcess service, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.address() + path)).build(),
                BodyHandlers.ofString()).body();
    }
}
