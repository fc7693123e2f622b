package org.dsa110.contimg.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** A backup of a database that is written a thousand times a second over HTTP, and by a program in Python beside that. */
class BackupUnderLoadIT {
    private static final int CLIENTS = 16;
    /** Each client at most so often; all of them a thousand times a second. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) * CLIENTS / 1000;
    private static final int BACKUPS = 3;
    private static final int ROWS_BEFORE_EACH = 1000;
    private static final String WRITER = """
        import sqlite3, sys, time
        c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
        i = 0
        while True:
            c.execute("INSERT INTO performance_metrics (group_id, recorded_at) VALUES (?, 1)", (f"python-{i}",))
            print(f"{time.time_ns()} python-{i}", flush=True)
            i += 1
            time.sleep(0.005)
        """;

    @TempDir
    Path folder;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger next = new AtomicInteger();
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    /** A row, and when its writer knew that it is stored. */
    private record Acknowledged(String group, Instant at) {
    }

    @Test
    void aRestoredBackupHasEveryRowThatWasAcknowledgedBeforeItBegan() throws Exception {
        Path state = folder.toRealPath().resolve("state");
        Path backups = Files.createDirectory(folder.toRealPath().resolve("backups"));
        Map<String, String> settings = Map.of("PIPELINE_STATE_DIR", state.toString());
        List<JsonNode> made = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
            Process python = startPython(state.resolve("ingest.sqlite3"));
            try {
                made.addAll(backUp(clients, service.address(), python, backups, settings));
            } finally {
                ended.set(true);
                clients.shutdownNow();
                if (python != null) {
                    python.destroyForcibly();
                }
            }
            service.stop();
        }
        for (JsonNode backup : made) {
            Instant began = Instant.parse(backup.at("/manifest/begun").asText());
            Set<String> before = new HashSet<>();
            acknowledged.stream().filter(row -> row.at().isBefore(began)).forEach(row -> before.add(row.group()));
            assertThat(before).hasSizeGreaterThanOrEqualTo(ROWS_BEFORE_EACH);
            Path elsewhere = folder.resolve("restored-" + made.indexOf(backup));
            try (ServiceProcess restore = ServiceProcess.start(folder,
                    Map.of("PIPELINE_STATE_DIR", elsewhere.toString()), "restore", backup.get("backup").asText())) {
                assertThat(restore.awaitExit()).as(restore.output()).isZero();
            }
            Set<String> restored = groups(elsewhere.resolve("ingest.sqlite3"));
            assertThat(restored).hasSize(backup.at("/manifest/files/0/rows/performance_metrics").intValue());
            before.removeAll(restored);
            assertThat(before).as("acknowledged before %s and not in the backup", began).isEmpty();
            assertThat(BackupCommandsIT.text(elsewhere.resolve("ingest.sqlite3"), "PRAGMA integrity_check"))
                    .isEqualTo("ok");
        }
    }

    /** Makes backups beside all who write, and lets these end by themselves. */
    private List<JsonNode> backUp(ExecutorService clients, String address, Process python, Path backups,
            Map<String, String> settings) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Future<?>> writing = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            writing.add(clients.submit(() -> post(http, address)));
        }
        if (python != null) {
            writing.add(clients.submit(() -> hear(python)));
        }
        List<JsonNode> made = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < BACKUPS; i++) {
            awaitRows((i + 1) * ROWS_BEFORE_EACH);
            try (ServiceProcess backup = ServiceProcess.start(folder, settings, "backup", "--json", "--to",
                    backups.toString(), "--database", "ingest")) {
                assertThat(backup.awaitExit()).as(backup.output()).isZero();
                made.add(new ObjectMapper().readTree(backup.output()));
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        ended.set(true);
        if (python != null) {
            // The process itself would close the stream that is still read.
            python.toHandle().destroy();
        }
        for (Future<?> writer : writing) {
            writer.get(60, TimeUnit.SECONDS);
        }
        System.out.printf("%d rows in %.1f s beside %d backups, %.0f a second%n", acknowledged.size(), seconds,
                BACKUPS, acknowledged.size() / seconds);
        return made;
    }

    private void awaitRows(int rows) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (acknowledged.size() < rows) {
            assertThat(System.nanoTime() - until).as("there are %d rows in time", rows).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private Void post(HttpClient http, String address) throws Exception {
        URI table = URI.create(address + "/api/v1/ingest/performance_metrics");
        for (long due = System.nanoTime(); !ended.get(); due += INTERVAL_NANOS) {
            String group = "http-" + next.getAndIncrement();
            HttpResponse<Void> answer = http.send(HttpRequest.newBuilder(table)
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers
                            .ofString("{\"group_id\": \"" + group + "\", \"recorded_at\": 1}"))
                    .build(), HttpResponse.BodyHandlers.discarding());
            acknowledged.add(new Acknowledged(group, Instant.now()));
            assertThat(answer.statusCode()).isEqualTo(201);
            LockSupport.parkNanos(due + INTERVAL_NANOS - System.nanoTime());
        }
        return null;
    }

    /** @return null where there is no Python */
    private static Process startPython(Path file) throws Exception {
        Path python = Path.of("/usr/bin/python3");
        return Files.exists(python)
                ? new ProcessBuilder(python.toString(), "-c", WRITER, file.toString()).redirectErrorStream(true).start()
                : null;
    }

    private Void hear(Process python) throws Exception {
        for (String line = python.inputReader().readLine(); line != null; line = python.inputReader().readLine()) {
            assertThat(line).matches("\\d+ python-\\d+");
            String[] parts = line.split(" ");
            long nanos = Long.parseLong(parts[0]);
            acknowledged.add(new Acknowledged(parts[1],
                    Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)));
        }
        return null;
    }

    private static Set<String> groups(Path file) throws Exception {
        Set<String> groups = new HashSet<>();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT group_id FROM performance_metrics")) {
            while (rows.next()) {
                groups.add(rows.getString(1));
            }
        }
        return groups;
    }
}
