package org.dsa110.contimg.rest.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.dsa110.contimg.KeepAliveClient;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload that is larger than the memory of the service. */
class ImportIT {
    private static final String HEADER = "path,ms_path,created_at,type\n";
    /** With {@code -Dstress} 2,000,000 rows. */
    private static final int PARTS = Boolean.getBoolean("stress") ? 2000 : 200;
    private static final int ROWS_IN_A_PART = 1000;
    /** Longer than a line may be: 200 of them fill more than the heap. */
    private static final String LONG_LINE = "x".repeat(1_100_000) + "\n";

    @TempDir
    Path state;

    @Test
    void itIsStoredInConstantMemoryWhileOthersWrite() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of("JAVA_TOOL_OPTIONS", "-Xmx192m"));
                KeepAliveClient other = KeepAliveClient.connect(service.address())) {
            CompletableFuture<HttpResponse<String>> answer = importRows(service, upload());
            int written = 0;
            while (!answer.isDone()) {
                String row = "{\"path\":\"other\",\"ms_path\":\"/ms\",\"created_at\":1.5,\"type\":\"dirty\"}";
                assertThat(other.send("POST", "/api/v1/products/images", "application/json", row).status())
                        .isEqualTo(201);
                written++;
            }
            assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(200);
            assertThat(answer.join().body()).startsWith(
                    "{\"imported\":" + PARTS * ROWS_IN_A_PART + ",\"failed\":" + PARTS
                            + ",\"failures\":[{\"line\":1002,");
            assertThat(service.stop()).isEqualTo(143);
            assertThat(number("SELECT count(*) FROM images WHERE path = 'other'")).isEqualTo(written);
            assertThat(number("SELECT count(*) FROM images")).isEqualTo(PARTS * ROWS_IN_A_PART + written);
            assertThat(number("SELECT count(*) FROM images WHERE path = 'other' AND id BETWEEN"
                    + " (SELECT min(id) FROM images WHERE path <> 'other') AND"
                    + " (SELECT max(id) FROM images WHERE path <> 'other')")).as("written between batches")
                    .isPositive();
        }
    }

    @Test
    void whereItStopsIsToldAndItGoesOnThere() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of("CONTIMG_DATABASE_LOCK_TIMEOUT", "200ms"));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("products.sqlite3"));
                Statement lock = other.createStatement()) {
            HttpURLConnection stopped = (HttpURLConnection) URI
                    .create(service.address() + "/api/v1/products/images:import").toURL().openConnection();
            stopped.setDoOutput(true);
            stopped.setRequestProperty("Content-Type", "text/csv");
            stopped.setChunkedStreamingMode(0);
            OutputStream sent = stopped.getOutputStream();
            sent.write((HEADER + row("first").repeat(300)).getBytes(StandardCharsets.US_ASCII));
            sent.flush();
            while (number("SELECT count(*) FROM images") < 250) {
                Thread.onSpinWait();
            }
            lock.execute("BEGIN IMMEDIATE");
            sent.write(row("second").repeat(300).getBytes(StandardCharsets.US_ASCII));
            sent.flush();
            sent.close();
            assertThat(stopped.getResponseCode()).isEqualTo(503);
            assertThat(stopped.getHeaderField("Retry-After")).isNotNull();
            assertThat(new String(stopped.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"imported\":250,\"failed\":0,\"failures\":[],\"next_line\":252");
            assertThat(number("SELECT count(*) FROM images")).isEqualTo(250);
            lock.execute("ROLLBACK");
            String rest = HEADER + row("first").repeat(50) + row("second").repeat(300);
            assertThat(importRows(service, bytes(rest)).join().body())
                    .isEqualTo("{\"imported\":350,\"failed\":0,\"failures\":[]}");
        }
        assertThat(number("SELECT count(*) FROM images WHERE path = 'first'")).isEqualTo(300);
        assertThat(number("SELECT count(*) FROM images WHERE path = 'second'")).isEqualTo(300);
    }

    private static CompletableFuture<HttpResponse<String>> importRows(ServiceProcess service, InputStream upload) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.address() + "/api/v1/products/images:import"))
                .header("Content-Type", "text/csv").POST(BodyPublishers.ofInputStream(() -> upload)).build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    private static String row(String path) {
        return path + ",/stage/ms/a.ms,1764000309.6,dirty\n";
    }

    private static InputStream upload() {
        Iterator<InputStream> parts = IntStream.rangeClosed(0, PARTS).<InputStream>mapToObj(i -> bytes(i == 0
                ? HEADER
                : row("/stage/images/" + i + ".fits").repeat(ROWS_IN_A_PART)
                        + LONG_LINE))
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        });
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int number(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("products.sqlite3"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
