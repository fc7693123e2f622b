package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** URLs that no client library would send. */
class BrokenUrlIT {
    @TempDir
    Path folder;

    @Test
    void aBrokenUrlIsAProblemLikeAnyOther() throws IOException {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            for (String url : new String[]{"/api/v1/products/images/%zz", "/api/v1/products/images?limit=%zz",
                    "/api/v1/products/ms_index/a%"}) {
                assertThat(get(service.address(), url)).as(url).startsWith("HTTP/1.1 400 ").contains(
                        "application/problem+json",
                        "not followed by two hexadecimal digits");
            }
        }
    }

    @Test
    void whatIsTooLongIsAProblemLikeAnyOther() throws IOException {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            assertThat(get(service.address(), "/api/v1/products/images/" + "a".repeat(65_536)))
                    .startsWith("HTTP/1.1 414 ")
                    .contains("application/problem+json", "the path is longer than 65536 characters");
            assertThat(get(service.address(), "/api/v1/products/images?path=" + "a".repeat(1_000_001)))
                    .startsWith("HTTP/1.1 414 ").contains("application/problem+json", "longer than 1000000 characters");
            assertThat(get(service.address(), "/api/v1/products/images HTTP/1.1\r\nCookie: " + "a".repeat(20_000)
                    + "\r\nX:")).startsWith("HTTP/1.1 431 ").contains("application/problem+json",
                            "longer than 16384 characters");
        }
    }

    @Test
    void aRowIsCreatedUnderItsPathWhateverTheRequestSaysOfTheHost() throws IOException {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"),
                Map.of("CONTIMG_ACCESS_HOSTS", "elsewhere.example"))) {
            for (String host : List.of("HTTP/1.1\r\nHost: elsewhere.example:99", "HTTP/1.1\r\nHost: ", "HTTP/1.0")) {
                String key = "of-" + host.replaceAll("[^a-zA-Z0-9]", "-");
                String body = "{\"group_id\":\"" + key + "\",\"recorded_at\":1}";
                assertThat(send(service.address(), "POST /api/v1/ingest/performance_metrics " + host
                        + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)).as(host).contains(" 201 Created\r\n",
                                "Location: /api/v1/ingest/performance_metrics/" + key + "\r\n");
                assertThat(send(service.address(), "PUT /api/v1/ingest/performance_metrics/put-" + key + " " + host
                        + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
                        + "{\"recorded_at\":1}")).as(host).contains(" 201 Created\r\n",
                                "Location: /api/v1/ingest/performance_metrics/put-" + key + "\r\n");
            }
        }
    }

    private static String get(String address, String url) throws IOException {
        return send(address, "GET " + url + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String send(String address, String request) throws IOException {
        URI service = URI.create(address);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
