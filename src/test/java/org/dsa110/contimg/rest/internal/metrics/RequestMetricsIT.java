package org.dsa110.contimg.rest.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.internal.errors.WireClient;
import org.dsa110.contimg.rest.internal.errors.WireClient.Request;
import org.dsa110.contimg.rest.internal.openapi.ApiDocument;
import org.dsa110.contimg.rest.internal.openapi.ApiOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever clients send, the metrics of requests have a bounded number of series. */
class RequestMetricsIT {
    private static final int ROUNDS = 1000;
    private static final String IMAGES = "/api/v1/products/images";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static WireClient client;

    @BeforeAll
    static void serve() throws IOException {
        service = ServiceProcess.serve(folder.resolve("state"), Map.of());
        client = new WireClient(service.address());
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        service.close();
    }

    @Test
    void namesThatClientsInventMakeNoSeries() throws IOException {
        inventNames(0);
        Set<String> before = series();
        for (int i = 1; i <= ROUNDS; i++) {
            inventNames(i);
        }
        assertThat(series()).isEqualTo(before);
        assertThat(before.toString()).contains("uri=\"UNKNOWN\"", "method=\"OTHER\"").doesNotContain("invented", "ODD",
                "NOT_FOUND");
    }

    /** Methods, paths and what is too broken to be a request, each under names that no request before had. */
    private static void inventNames(int i) throws IOException {
        String name = "invented" + i;
        for (String target : List.of("/" + name, "/api/v1/" + name, "/" + name + ";x", "/%zz" + name, "//" + name, name,
                "/q/../" + name, "/q" + name, "/q/\u0085" + name, IMAGES + "/" + name, IMAGES + ":" + name,
                "/api/v1/products/" + name, "/api/v1/products/" + name + "/" + name,
                IMAGES + "?" + name + "=1")) {
            status(400, 404, new Request("GET", target, List.of(), null));
        }
        status(405, 405, new Request("ODD" + i, IMAGES, List.of(), null));
        status(404, 404, new Request("ODD" + i, "/" + name, List.of(), null));
        status(400, 400, new Request("ODD".repeat(20) + i, "/" + name, List.of(), null));
        lastStatus(400, new Request("GET", "/" + name, List.of(Map.entry("bad name", "x")), null));
        if (i % 50 == 0) {
            status(414, 414, new Request("GET", "/" + name + "x".repeat(70_000), List.of(), null));
            status(431, 431, new Request("GET", "/" + name, List.of(Map.entry("X", "x".repeat(20_000))), null));
            lastStatus(431, new Request("GET", "/" + name, List.of(Map.entry("X", "x".repeat(300_000))), null));
        }
    }

    @Test
    void aResourceIsMeasuredUnderItsTemplate() throws IOException {
        client.send(new Request("GET", IMAGES, List.of(), null));
        client.send(new Request("GET", IMAGES + "/12", List.of(), null));
        assertThat(series().toString()).contains(
                "http_server_requests_seconds_count{method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"" + IMAGES
                        + "\"",
                "http_server_requests_seconds_count{method=\"GET\",outcome=\"CLIENT_ERROR\",status=\"404\",uri=\""
                        + IMAGES
                        + "/{key");
    }

    @Test
    void thereIsRoomForEveryPath() throws IOException {
        ApiDocument document = new ApiDocument(SampleRows.JSON
                .readTree(client.send(new Request("GET", "/q/openapi?format=json", List.of(), null)).body()));
        long paths = document.operations().stream().map(ApiOperation::template).distinct().count();
        Properties settings = new Properties();
        settings.load(Files.newBufferedReader(Path.of("src/main/resources/application.properties")));
        assertThat(Integer.parseInt(settings.getProperty("quarkus.micrometer.binder.http-server.max-uri-tags")))
                .isGreaterThan((int) paths + 20);
    }

    private static void status(int least, int most, Request request) throws IOException {
        assertThat(client.send(request).status()).as("%s", request.target()).isBetween(least, most);
    }

    /** For what the framework answers and then ends the connection, without a word of that. */
    private static void lastStatus(int status, Request request) throws IOException {
        status(status, status, request);
        client.close();
    }

    /** The names of all series of requests, with their tags. */
    private static Set<String> series() throws IOException {
        String text = new String(
                client.send(new Request("GET", "/q/metrics", List.of(Map.entry("Accept", "text/plain")),
                        null)).body(),
                StandardCharsets.UTF_8);
        return text.lines().filter(line -> line.startsWith("http_server_requests"))
                .map(line -> line.substring(0, line.lastIndexOf(' '))).collect(Collectors.toCollection(TreeSet::new));
    }
}
