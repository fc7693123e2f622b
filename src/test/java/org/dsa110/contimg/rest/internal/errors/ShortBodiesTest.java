package org.dsa110.contimg.rest.internal.errors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is read whole, in however many pieces it comes and however long it is; and a client that is refused need not send it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ShortBodiesTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final int PATIENCE_MILLIS = 60_000;
    private final String mark = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(ints = {600, 8191, 8192, 8193, 20_000})
    void aBodyOfAnyLengthIsReadWhole(int length) throws IOException {
        String body = padded(length);
        try (Socket client = connect()) {
            client.getOutputStream()
                    .write((head("POST", IMAGES, body.length()) + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(status(client)).isEqualTo(201);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 20_000})
    void aBodyThatComesInPiecesIsReadWhole(int length) throws IOException {
        String body = padded(length);
        try (Socket client = connect()) {
            OutputStream out = client.getOutputStream();
            client.setTcpNoDelay(true);
            out.write(head("POST", IMAGES, body.length()).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // That of another client comes between, so the service has looked at the head and at each piece by itself.
            given().get(IMAGES + "?limit=1").then().statusCode(200);
            for (int at = 0; at < length; at += length / 4) {
                out.write(body.substring(at, Math.min(length, at + length / 4)).getBytes(StandardCharsets.US_ASCII));
                out.flush();
                given().get(IMAGES + "?limit=1").then().statusCode(200);
            }
            assertThat(status(client)).isEqualTo(201);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aBodyInChunksIsReadWhole() throws IOException {
        String body = padded(600);
        try (Socket client = connect()) {
            client.getOutputStream()
                    .write(("POST " + IMAGES + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(600) + "\r\n" + body
                            + "\r\n0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(client)).isEqualTo(201);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsToBeAskedForTheBodyIsAsked() throws IOException {
        String body = padded(600);
        try (Socket client = connect()) {
            String head = head("POST", IMAGES, body.length());
            client.getOutputStream().write((head.substring(0, head.length() - 2) + "Expect: 100-continue\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(client)).isEqualTo(100);
            client.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
            assertThat(status(client)).isEqualTo(201);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void requestsThatAreSentTogetherAreAnsweredInTurn() throws IOException {
        String body = padded(600);
        try (Socket client = connect()) {
            String request = head("POST", IMAGES, body.length()) + body;
            client.getOutputStream().write((request + request + request).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 3; i++) {
                assertThat(status(client)).isEqualTo(201);
            }
        }
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void aRefusedClientNeedNotSendTheBody() throws IOException {
        for (Map.Entry<String, Integer> refused : Map
                .of(IMAGES + "/1", 405, "/api/v1/products/nothing", 404, IMAGES + "?x=1", 400,
                        "/nothing", 404)
                .entrySet()) {
            try (Socket client = connect()) {
                client.getOutputStream().write(head("POST", refused.getKey(), 100).getBytes(StandardCharsets.US_ASCII));
                assertThat(status(client)).as(refused.getKey()).isEqualTo(refused.getValue());
            }
        }
    }

    /** A new image, with as much white space as makes it that long. */
    private String padded(int length) {
        String row = image(mark, Map.of("noise_jy", 0.5));
        assertThat(row.length()).isLessThan(length);
        return row + " ".repeat(length - row.length());
    }

    private long stored() {
        return given().queryParam("path__contains", mark).queryParam("count", true).get(IMAGES).then().statusCode(200)
                .extract()
                .jsonPath().getLong("total");
    }

    private static String head(String method, String path, int length) {
        return method + " " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static Socket connect() throws IOException {
        Socket client = new Socket("localhost", RestAssured.port);
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    /** Reads one answer to its end. */
    private static int status(Socket client) throws IOException {
        int length = 0;
        String first = line(client);
        for (String line = line(client); !line.isEmpty(); line = line(client)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        assertThat(client.getInputStream().readNBytes(length)).hasSize(length);
        return Integer.parseInt(first.split(" ")[1]);
    }

    private static String line(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = client.getInputStream().read(); c != '\n'; c = client.getInputStream().read()) {
            assertThat(c).as("the connection has ended after: %s", line).isNotNegative();
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
