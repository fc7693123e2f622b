package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
            assertThat(get(service.address(), "/api/v1/products/images/" + "a".repeat(1_000_001)))
                    .startsWith("HTTP/1.1 414 ").contains("application/problem+json", "longer than 1000000 characters");
            assertThat(get(service.address(), "/api/v1/products/images HTTP/1.1\r\nCookie: " + "a".repeat(20_000)
                    + "\r\nX:")).startsWith("HTTP/1.1 431 ").contains("application/problem+json",
                            "longer than 16384 characters");
        }
    }

    private static String get(String address, String url) throws IOException {
        URI service = URI.create(address);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            String request = "GET " + url + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
