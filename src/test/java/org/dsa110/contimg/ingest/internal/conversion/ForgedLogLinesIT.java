package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client stores cannot look like lines of the log, on the console or in a file. */
class ForgedLogLinesIT {
    private static final String FORGED = "\\n2026-11-28 12:00:00,000 ERROR [forged] (main) all is lost\\r\\u001b[2J\\u009b1m\\u2028x\\u202e";
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void aGroupThatFailsIsToldOnOneLine() throws Exception {
        Path file = folder.resolve("service.log");
        Map<String, String> environment = Map.of("CONTIMG_INGEST_INCOMING_DIR",
                Files.createDirectory(folder.resolve("incoming")).toString(), "CONTIMG_INGEST_CONVERTER_COMMAND",
                "exit 1",
                "CONTIMG_INGEST_DRAIN_INTERVAL", "1s", "QUARKUS_LOG_FILE_ENABLED", "true", "QUARKUS_LOG_FILE_PATH",
                file.toString());
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), environment)) {
            String files = service.address() + "/api/v1/ingest/subband_files";
            String queue = service.address() + "/api/v1/ingest/ingest_queue";
            for (String group : List.of("g-nothing" + FORGED, "g-path" + FORGED)) {
                post(files,
                        "{\"group_id\":\"%s\",\"subband_idx\":0,\"path\":\"/%s%s\"}".formatted(group, group, FORGED));
                post(queue, """
                    {"group_id":"%s","state":"pending","received_at":1.5,"last_update":1.5}""".formatted(group));
            }
            Waiting.until("both have failed", () -> get(queue + "?state=failed&count=true").contains("\"total\":2"));
            assertThat(service.stop()).isEqualTo(143);
            assertNothingForged(service.output());
            assertNothingForged(Files.readString(file));
        }
    }

    private static void assertNothingForged(String log) {
        assertThat(log.lines().filter(line -> line.contains("all is lost"))).hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.matches("\\d{4}-.* g-(nothing|path)\\\\n2026-.*"));
        assertThat(log).contains("is not named like a subband file").doesNotContain("\u001b[2J", "\u009b", "\u2028",
                "\u202e", "\r");
    }

    private void post(String url, String row) throws IOException, InterruptedException {
        HttpResponse<String> created = http.send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(row)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
