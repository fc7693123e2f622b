package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that takes its time does not keep a stop from: work is given back and answered for, and no converter begins. */
class StalledClientStopIT {
    private static final String LATE = "Timed out waiting for graceful shutdown";

    @TempDir
    Path folder;

    @Test
    void whatCtrlCEndsIsGivenBackWhileARequestIsUnderWay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "there is no setsid");
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        try (ServiceProcess telescope = ServiceProcess.start(folder, Map.of(), "simulate", "--observations", "1",
                "--target", incoming.toString(), "--seed", "1")) {
            assertThat(telescope.awaitExit()).as(telescope.output()).isZero();
        }
        try (ServiceProcess service = ServiceProcess.startInGroupOfItsOwn(folder,
                Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString(), "CONTIMG_INGEST_INCOMING_DIR",
                        incoming.toString(), "CONTIMG_INGEST_SCAN_INTERVAL", "1s", "CONTIMG_INGEST_DRAIN_INTERVAL",
                        "1s",
                        "CONTIMG_INGEST_CONVERTER_COMMAND", "exec sleep 600"));
                Socket upload = upload(service)) {
            try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                while (!client.get("/api/v1/ingest/ingest_queue?fields=state").body().contains("in_progress")) {
                    Thread.onSpinWait();
                }
            }
            upload.getOutputStream().write(bytes("1\r\n{\r\n"));
            new ProcessBuilder("kill", "-INT", "--", "-" + service.pid()).start().waitFor();
            assertThat(service.awaitExit()).isEqualTo(130);
            assertThat(service.output()).doesNotContain("was ended by signal");
        }
        try (Connection ingest = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/ingest.sqlite3"));
                Statement statement = ingest.createStatement();
                ResultSet row = statement.executeQuery("SELECT state FROM ingest_queue")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("pending");
        }
    }

    @Test
    void anExportThatIsNotReadIsBrokenOffAtOnce() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of())) {
            try (Connection products = DriverManager
                    .getConnection("jdbc:sqlite:" + folder.resolve("state/products.sqlite3"));
                    Statement statement = products.createStatement()) {
                statement.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                        + " INSERT INTO images (path, ms_path, created_at, type) SELECT '/stop', '/ms', i, 'dirty' FROM n");
            }
            try (Socket client = connect(service)) {
                client.getOutputStream().write(bytes(
                        "GET /api/v1/products/images?as=ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                assertThat(client.getInputStream().read()).isEqualTo('H');
                assertThat(service.stop()).isEqualTo(143);
                assertThat(service.output()).contains("export images as ndjson was broken off").doesNotContain(LATE);
                assertThatThrownBy(() -> wholeChunks(client.getInputStream())).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aSlowUploadIsAnsweredWithTheLineToGoOnFrom() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of());
                Socket upload = upload(service)) {
            String row = "{\"path\":\"/a\",\"ms_path\":\"/m\",\"created_at\":1,\"type\":\"dirty\"}\n";
            List<Throwable> broken = new ArrayList<>();
            Thread sender = new Thread(() -> {
                try {
                    while (!upload.isClosed()) {
                        upload.getOutputStream()
                                .write(bytes(Integer.toHexString(row.length()) + "\r\n" + row + "\r\n"));
                        Thread.sleep(200);
                    }
                } catch (IOException | InterruptedException e) {
                    broken.add(e);
                }
            });
            String many = row.repeat(300);
            upload.getOutputStream().write(bytes(Integer.toHexString(many.length()) + "\r\n" + many + "\r\n"));
            try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                while (!client.get("/api/v1/products/images?limit=1&count=true").body().contains("\"total\":250")) {
                    Thread.onSpinWait();
                }
            }
            sender.start();
            assertThat(service.stop()).isEqualTo(143);
            String answer = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            sender.interrupt();
            sender.join();
            assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\"next_line\":");
            assertThat(service.output()).doesNotContain(LATE);
            assertThat(broken).hasSize(1);
        }
    }

    @Test
    void uploadsThatStallAreAnsweredAndToldInOneWarning() throws Exception {
        try (ServiceProcess service = ServiceProcess.serve(folder.resolve("state"), Map.of());
                Socket upload = upload(service);
                Socket body = connect(service)) {
            upload.getOutputStream().write(bytes("1\r\n{\r\n"));
            body.getOutputStream().write(bytes("POST /api/v1/products/images HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"));
            try (KeepAliveClient client = KeepAliveClient.connect(service.address())) {
                // These two, and the one that asks.
                while (client.get("/q/metrics").body().lines()
                        .noneMatch(line -> line.startsWith("http_server_active_requests") && line.endsWith(" 3.0"))) {
                    Thread.onSpinWait();
                }
            }
            int before = service.output().length();
            assertThat(service.stop()).isEqualTo(143);
            for (Socket client : List.of(upload, body)) {
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 503 ").contains("the service stops");
            }
            String log = service.output().substring(before);
            assertThat(log.lines().filter(line -> line.matches(".*\\b(WARN|ERROR|FATAL)\\b.*"))).as(log).singleElement()
                    .asString().contains("WARN").contains("does not wait longer for what 2 clients have yet to send");
        }
    }

    /** An import that has begun, and whose client sends no row yet. */
    private static Socket upload(ServiceProcess service) throws IOException {
        Socket socket = connect(service);
        socket.getOutputStream().write(bytes("POST /api/v1/products/images:import HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"));
        return socket;
    }

    private static Socket connect(ServiceProcess service) throws IOException {
        URI address = URI.create(service.address());
        return new Socket(address.getHost(), address.getPort());
    }

    private static void wholeChunks(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        if (!new String(all, StandardCharsets.US_ASCII).endsWith("\r\n0\r\n\r\n")) {
            throw new IOException("no last chunk");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
