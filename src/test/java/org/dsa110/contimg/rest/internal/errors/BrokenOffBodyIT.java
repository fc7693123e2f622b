package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not send all of a body, or send one that nobody reads. */
class BrokenOffBodyIT {
    private static final Map<String, String> READERS = Map.of("/api/v1/products/images", "application/json",
            "/api/v1/products/images:import", "application/x-ndjson", "/api/v1/products/ms_index:upsert",
            "application/json", "/api/v1/products/ms_index:stage", "application/json");
    private static final int PATIENCE_MILLIS = 300_000;
    private static final byte[] MEBIBYTE = new byte[1 << 20];

    @TempDir
    static Path folder;

    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws IOException {
        service = ServiceProcess.serve(folder.resolve("state"), Map.of("CONTIMG_REST_BODY_TIMEOUT", "1s"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** @param length of the whole body: one that is taken as it arrives, and one that a thread reads */
    @ParameterizedTest
    @ValueSource(ints = {1000, 100_000})
    void aClientThatStallsIsToldSoAndItIsNoFault(int length) throws Exception {
        // All at the same time, as each waits for some seconds.
        Map<String, Socket> clients = new LinkedHashMap<>();
        for (String path : READERS.keySet()) {
            clients.put(path, begin(path, READERS.get(path), length));
        }
        for (String path : READERS.keySet()) {
            try (Socket client = clients.get(path)) {
                String answer = readToEnd(client);
                assertThat(answer).as(path).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close")
                        .contains("application/problem+json", "no more of the body came for 1 s");
            }
        }
        assertThat(service.output()).doesNotContain("ERROR").doesNotContain("WARN");
    }

    @Test
    void aClientThatSendsByteByByteHoldsNobodyForLong() throws Exception {
        Map<String, Socket> clients = new LinkedHashMap<>();
        for (String path : READERS.keySet()) {
            // Short ones have no thread, others one.
            clients.put(path + " short", begin(path, READERS.get(path), 5000));
            clients.put(path + " long", begin(path, READERS.get(path), 50_000));
        }
        // Each gets a byte in every round, for as long as it has no answer.
        Waiting.until("all are answered", () -> {
            boolean all = true;
            for (Socket client : clients.values()) {
                if (client.getInputStream().available() == 0) {
                    all = false;
                    client.getOutputStream().write(' ');
                }
            }
            return all;
        });
        for (Map.Entry<String, Socket> each : clients.entrySet()) {
            try (Socket client = each.getValue()) {
                assertThat(readToEnd(client)).as(each.getKey()).startsWith("HTTP/1.1 408 ")
                        .containsIgnoringCase("connection: close").contains("less than 1024 bytes a second");
            }
        }
        assertThat(service.output()).doesNotContain("ERROR").doesNotContain("WARN");
    }

    @Test
    void aClientThatLeavesIsNoFault() throws Exception {
        for (String path : READERS.keySet()) {
            begin(path, READERS.get(path), 1000).close();
            try (Socket client = begin(path, READERS.get(path), 1000)) {
                // A reset instead of an orderly end.
                client.setSoLinger(true, 0);
            }
        }
        Waiting.until("all have ended", () -> metrics().lines()
                .anyMatch(line -> line.startsWith("http_server_active_requests") && line.endsWith(" 1.0")));
        assertThat(service.output()).doesNotContain("ERROR").doesNotContain("WARN");
    }

    @Test
    void aBodyThatNobodyReadsIsNotTakenToItsEnd() throws Exception {
        for (String path : List.of("/nothing", "/api/v1/products/images/1", "/api/v1/products/images?x=1", "/x;y",
                "/q/nothing", "/api/v1/products/images")) {
            try (Socket client = begin(path, "application/json", 400 << 20)) {
                int taken = 1;
                try {
                    while (taken <= 400) {
                        client.getOutputStream().write(MEBIBYTE);
                        taken++;
                    }
                } catch (SocketException closed) {
                    // What is asked for.
                }
                assertThat(taken).as("MiB taken at %s", path).isLessThan(64);
            }
        }
    }

    @Test
    void theAnswerComesBeforeTheEndOfTheConnection() throws Exception {
        for (String path : List.of("/nothing", "/api/v1/products/images/1", "/x;y")) {
            try (Socket client = begin(path, "application/json", 2 << 20)) {
                client.getOutputStream().write(MEBIBYTE);
                client.getOutputStream().write(MEBIBYTE, 0, MEBIBYTE.length - 1);
                assertThat(readToEnd(client)).as(path).startsWith("HTTP/1.1 4")
                        .containsIgnoringCase("connection: close")
                        .endsWith("}");
            }
        }
    }

    @Test
    void aShortBodyThatNobodyReadsLeavesTheConnection() throws Exception {
        try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("POST", "/nothing", "application/json", "x".repeat(60_000)).status())
                        .isEqualTo(404);
                assertThat(client.get("/api/v1/products/images?limit=1").status()).isEqualTo(200);
            }
        }
    }

    /** Sends the head of a POST and the first byte of its body. */
    private static Socket begin(String path, String type, int length) throws IOException {
        URI address = URI.create(service.address());
        Socket client = new Socket(address.getHost(), address.getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
        client.getOutputStream().write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String readToEnd(Socket client) throws IOException {
        InputStream answer = client.getInputStream();
        return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String metrics() throws IOException {
        try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
            return client.get("/q/metrics").body();
        }
    }
}
