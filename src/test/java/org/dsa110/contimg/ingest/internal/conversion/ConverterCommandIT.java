package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command that a user sets is the one that the shell gets. */
@Timeout(300)
class ConverterCommandIT {
    private static final String GROUP = "2026-02-11T15:58:07";
    /** With what the shell has of its own: a variable in braces, a default, its process id, and a command's output. */
    private static final String COMMAND = "cat > /dev/null; test $$ -gt 1 && echo \"/ms/${CONTIMG_GROUP_ID}${NOTHING:-.}$(printf ms)\"";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    enum Source {
        ENVIRONMENT, DOT_ENV, PROPERTIES
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void theShellGetsTheCommandAsItStands(Source source) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString(),
                "CONTIMG_INGEST_INCOMING_DIR", incoming().toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s"));
        switch (source) {
            case ENVIRONMENT -> environment.put("CONTIMG_INGEST_CONVERTER_COMMAND", COMMAND);
            case DOT_ENV -> Files.writeString(folder.resolve(".env"), "CONTIMG_INGEST_CONVERTER_COMMAND=" + COMMAND);
            case PROPERTIES -> Files.writeString(
                    Files.createDirectory(folder.resolve("config")).resolve("application.properties"),
                    "contimg.ingest.converter.command=" + COMMAND);
        }
        try (ServiceProcess service = ServiceProcess.start(folder, environment)) {
            service.address();
            assertThat(service.output()).contains("converter: " + COMMAND);
            Waiting.until("the group is converted", () -> get(service, "/api/v1/ingest/ingest_queue/" + GROUP)
                    .contains("\"completed\""));
            Waiting.until("its measurement set is registered",
                    () -> get(service, "/api/v1/products/ms_index?fields=path")
                            .contains("\"/ms/" + GROUP + ".ms\""));
        }
    }

    @Test
    void aSettingThatNamesNothingIsRefusedByItsName() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString(), "CONTIMG_INGEST_INCOMING_DIR",
                        "/data/${NOWHERE}/incoming"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output()).contains("contimg.ingest.incoming-dir").contains("${NOWHERE}");
        }
    }

    @Test
    void everyMetricOfOursSaysWhatItIs() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_INGEST_INCOMING_DIR", incoming().toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s",
                        "CONTIMG_INGEST_CONVERTER_COMMAND", COMMAND))) {
            Waiting.until("a group is converted",
                    () -> get(service, "/q/metrics").contains("dsa110_conversion_total{"));
            get(service, "/api/v1/products/images?as=csv");
            List<String> lines = Arrays.asList(get(service, "/q/metrics").split("\n"));
            assertThat(lines).filteredOn(line -> line.matches("# HELP (contimg|dsa110)_.*")).hasSizeGreaterThan(20)
                    .allSatisfy(line -> assertThat(line).matches("# HELP \\S+ \\S.*"))
                    .anyMatch(line -> line.contains(" contimg_ingest_files"))
                    .anyMatch(line -> line.contains(" contimg_ingest_scan_seconds"))
                    .anyMatch(line -> line.contains(" contimg_exports"));
        }
    }

    private Path incoming() throws Exception {
        Path incoming = folder.resolve("incoming");
        try (ServiceProcess simulation = ServiceProcess.start(folder, Map.of(), "simulate", "--seed", "1", "--start",
                GROUP,
                "--target", incoming.toString())) {
            assertThat(simulation.awaitExit()).isZero();
        }
        return incoming;
    }

    private String get(ServiceProcess service, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.address() + path)).build(),
                BodyHandlers.ofString()).body();
    }
}
