package org.dsa110.contimg.rest.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service behind nginx, configured as docs/deploy.md shows, to the letter save the ports. */
class ReverseProxyIT {
    private static final List<Path> NGINX = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"),
            Path.of("/usr/local/sbin/nginx"));
    private static final String VERSION = "proxy_http_version 1.1;";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @BeforeEach
    void lookForNginx() {
        assumeTrue(NGINX.stream().anyMatch(Files::isExecutable), "there is no nginx");
    }

    @Test
    void keysTagsTokensAndImportsComeThrough() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of());
                Nginx nginx = start(service, VERSION)) {
            String row = "/api/v1/products/ms_index/%2Fstage%2Fms%2Fa+b.ms";
            assertThat(send(nginx, "PUT", row, "application/json", "{\"stage\":\"" + "a".repeat(2000) + "\"}")
                    .statusCode())
                    .isEqualTo(201);
            HttpResponse<String> compressed = http.send(request(nginx, row).header("Accept-Encoding", "gzip").build(),
                    BodyHandlers.ofString());
            assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
            String weak = compressed.headers().firstValue("ETag").orElseThrow();
            assertThat(weak).startsWith("W/\"");
            assertThat(
                    http.send(request(nginx, row).header("If-None-Match", weak).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(304);
            assertThat(
                    send(nginx, "PATCH", row, "application/json", "{\"stage\":\"b\"}", "If-Match", weak).statusCode())
                    .isEqualTo(200);
            assertThat(
                    send(nginx, "PATCH", row, "application/json", "{\"stage\":\"c\"}", "If-Match", weak).statusCode())
                    .isEqualTo(412);

            StringBuilder rows = new StringBuilder("path,ms_path,created_at,type\n");
            for (int i = 0; i < 300; i++) {
                rows.append("/").append("p".repeat(4000)).append(i).append(",/").append("m".repeat(4000))
                        .append(",1,dirty\n");
            }
            HttpResponse<String> imported = send(nginx, "POST", "/api/v1/products/images:import", "text/csv",
                    rows.toString());
            assertThat(imported.body()).isEqualTo("{\"imported\":300,\"failed\":0,\"failures\":[]}");
            String list = "/api/v1/products/images?order=ms_path,path&limit=1&fields=id";
            JsonNode page = JSON.readTree(http.send(request(nginx, list).build(), BodyHandlers.ofString()).body());
            String token = page.path("next").asText();
            assertThat(token).hasSizeGreaterThan(8192);
            assertThat(http.send(request(nginx, list + "&next=" + token).build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {VERSION, "# the default, HTTP/1.0"})
    void anExportThatBreaksOffBreaksOffBehindTheProxyToo(String version) throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of());
                Nginx nginx = start(service, version)) {
            LargeTable.in(folder.resolve("state")).damaged();
            String export = "/api/v1/products/images?as=csv&fields=id,noise_jy";
            HttpResponse<Stream<String>> whole = http.send(
                    request(nginx, export + "&id__lt=" + LargeTable.READABLE).build(),
                    BodyHandlers.ofLines());
            assertThat(whole.body().count()).isEqualTo(LargeTable.READABLE);
            HttpResponse<InputStream> broken = http.send(request(nginx, export).build(), BodyHandlers.ofInputStream());
            assertThat(broken.statusCode()).isEqualTo(200);
            try (InputStream rows = broken.body()) {
                assertThatThrownBy(() -> rows.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    /** A process of nginx with all that it writes in the temporary folder. */
    private record Nginx(Process process, String address) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    private Nginx start(ServiceProcess service, String version) throws IOException {
        int port = freePort();
        String configuration = configuration(service, port).replace(VERSION, version);
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        Path program = NGINX.stream().filter(Files::isExecutable).findFirst().orElseThrow();
        Process process = new ProcessBuilder(program.toString(), "-p", folder.toString(), "-e", "error.log", "-c",
                file.toString())
                .inheritIO().start();
        URI address = URI.create("http://127.0.0.1:" + port);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Socket connected = new Socket(address.getHost(), address.getPort())) {
                assertThat(connected.isConnected()).isTrue();
                return new Nginx(process, address.toString());
            } catch (ConnectException e) {
                assertThat(process.isAlive() && System.nanoTime() < until).as("nginx listens").isTrue();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    /** What the document shows, with the ports of this test, in one process that writes to its folder alone. */
    private static String configuration(ServiceProcess service, int port) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/deploy.md"));
        List<String> shown = lines.subList(lines.indexOf("    upstream contimg-db {"), lines.size()).stream()
                .takeWhile(line -> line.startsWith("    ")).toList();
        assertThat(shown).endsWith("    }").contains("        listen 127.0.0.1:8090;",
                "        server 127.0.0.1:8080;");
        String written = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .reduce("", (all, name) -> all + name + "_temp_path " + name + ";\n");
        return "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n" + written
                + String.join("\n", shown).replace("127.0.0.1:8090", "127.0.0.1:" + port)
                        .replace("127.0.0.1:8080", service.address().replace("http://", ""))
                + "\n}\n";
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static HttpRequest.Builder request(Nginx nginx, String path) {
        return HttpRequest.newBuilder(URI.create(nginx.address() + path));
    }

    private HttpResponse<String> send(Nginx nginx, String method, String path, String type, String body,
            String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(nginx, path).method(method, BodyPublishers.ofString(body)).header(
                "Content-Type",
                type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
