package org.dsa110.contimg.rest.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no token is asked for, pages of other sites change nothing through somebody's browser. */
class OtherSitesIT {
    private static final String METRICS = "/api/v1/ingest/performance_metrics";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static int port;
    private static int rows;

    @BeforeAll
    static void serve() throws IOException {
        service = ServiceProcess.serve(folder, Map.of("CONTIMG_ACCESS_HOSTS", "Archive.example, other.example",
                "QUARKUS_HTTP_CORS_ENABLED", "true", "QUARKUS_HTTP_CORS_ORIGINS", "https://let-in.example"));
        port = URI.create(service.address()).getPort();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void programsThatSendNoOriginWriteAsBefore() throws IOException {
        for (String host : List.of("localhost:" + port, "127.0.0.1:" + port, "127.0.0.1", "[::1]:" + port, "LocalHost",
                "db.localhost:" + port, "archive.example", "OTHER.example:8443")) {
            assertThat(post(host, null)).as(host).contains(" 201 ");
        }
    }

    @Test
    void theServicesOwnPagesAndThoseThatAreLetInWrite() throws IOException {
        assertThat(post("localhost:" + port, "http://localhost:" + port)).contains(" 201 ");
        assertThat(post("[::1]:" + port, "http://[::1]:" + port)).contains(" 201 ");
        assertThat(post("localhost:" + port, "https://let-in.example")).contains(" 201 ");
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws IOException {
        for (String origin : List.of("https://evil.example", "null", "http://localhost:" + (port + 1),
                "http://localhost", "http://localhost:" + port + ".evil.example", "http://127.0.0.1:" + port, "",
                "https://let-in.example.evil.example")) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                assertThat(send(method, METRICS + "/x", "localhost:" + port, origin)).as(method + " " + origin)
                        .contains(" 403 ");
            }
        }
        assertThat(get("localhost:" + port)).as("a read").contains(" 200 ");
    }

    @Test
    void aSiteThatLeadsItsOwnNameToThisHostChangesNothing() throws IOException {
        for (String host : List.of("evil.example:" + port, "evil.example", "localhost.evil.example",
                "127.0.0.1.evil.example", "192.0.2.1", "notlocalhost", "[2001:db8::1]:" + port)) {
            assertThat(post(host, "http://" + host)).as(host).contains(" 403 ").contains("problem+json");
            assertThat(post(host, null)).as(host).contains(" 403 ");
        }
    }

    private static String post(String host, String origin) throws IOException {
        return send("POST", METRICS, host, origin);
    }

    private static String get(String host) throws IOException {
        return send("GET", METRICS, host, null);
    }

    /** The head of the answer. */
    private static String send(String method, String path, String host, String origin) throws IOException {
        String body = "{\"group_id\":\"g" + rows++ + "\",\"recorded_at\":1}";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n")
                    + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            for (String line = answer.readLine(); line != null && !line.isEmpty(); line = answer.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }
    }
}
