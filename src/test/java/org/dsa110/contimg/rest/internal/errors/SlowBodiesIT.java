package org.dsa110.contimg.rest.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose bodies come slowly hold all worker threads, and no answer that needs none. */
class SlowBodiesIT {
    private static final int WORKERS = 4;
    private static final String IMAGES = "/api/v1/products/images";
    private static final String ROW = "{\"path\":\"/slow/%d\",\"ms_path\":\"/ms\",\"created_at\":1,\"type\":\"dirty\"}";

    @TempDir
    Path folder;

    @Test
    void compressedAnswersGoOn() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder,
                Map.of("QUARKUS_THREAD_POOL_MAX_THREADS", Integer.toString(WORKERS), "CONTIMG_REST_BODY_TIMEOUT", "5m",
                        "QUARKUS_HTTP_READ_TIMEOUT", "10m"))) {
            try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                String rows = IntStream.range(0, 50).mapToObj(ROW::formatted)
                        .collect(Collectors.joining(",", "[", "]"));
                assertThat(client.send("POST", IMAGES, "application/json", rows).status()).isEqualTo(201);
            }
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 3 * WORKERS; i++) {
                    slow.add(begin(service));
                }
                for (String list : List.of(IMAGES, IMAGES + "?as=csv")) {
                    assertThat(packed(service, list)).as(list).isEqualTo("gzip");
                }
                for (Socket client : slow) {
                    assertThat(client.getInputStream().available()).as("it still waits").isZero();
                }
            } finally {
                for (Socket client : slow) {
                    client.close();
                }
            }
        }
    }

    /** The coding of the answer to who takes gzip. */
    private static String packed(ServiceProcess service, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(service.address() + path)).header("Accept-Encoding", "gzip")
                        .timeout(Duration.ofMinutes(1)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Content-Encoding").orElse("");
    }

    /** Sends the head of a POST and the first byte of a body for which a thread waits. */
    private static Socket begin(ServiceProcess service) throws IOException {
        URI address = URI.create(service.address());
        Socket client = new Socket(address.getHost(), address.getPort());
        client.getOutputStream().write(("POST " + IMAGES + " HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                + " application/json\r\nContent-Length: 100000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
        return client;
    }
}
