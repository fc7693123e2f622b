package org.dsa110.contimg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.KeepAliveClient.Answer;
import org.dsa110.contimg.rest.Waiting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edit is answered anew, and nothing of what ran before it is left: no lock, connection, thread or job, and no word of warning. */
class DevModeIT {
    private static final List<String> DATABASES = List.of("products", "cal_registry", "hdf5", "ingest",
            "data_registry");
    private static final String RESOURCE = "src/main/java/org/dsa110/contimg/rest/stats/StatsResource.java";
    private static final String RESOURCE_BEGIN = "    private final List<StatisticsPart> parts;\n";
    private static final String SCHEDULE = "src/main/java/org/dsa110/contimg/ingest/internal/schedule/IngestSchedule.java";
    private static final String SCHEDULE_BEGIN = "    void start(@Observes DatabasesOpened event) {\n";
    private static final String OURS = "(writer|reader|long reader) .*|unit deadlines|simulated teles|quarkus-schedul|ingest .*|backup look";
    private static final String NOISE = ".*\\b(WARN|WARNING|ERROR|SEVERE|FATAL)\\b.*|\\s+at .*|.*Exception.*";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static DevMode mode;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "this system has no /proc to see threads in");
        mode = DevMode.start(folder.resolve("project"), real());
    }

    @AfterAll
    static void stop() throws Exception {
        if (mode != null) {
            try (DevMode running = mode) {
                running.stop();
            }
        }
    }

    /** What a shell on the pipeline's host has set. */
    private static Map<String, String> real() {
        Map<String, String> real = new HashMap<>();
        for (String name : List.of("PIPELINE_STATE_DIR", "CONTIMG_STATE_DIR", "CONTIMG_INGEST_INCOMING_DIR",
                "CONTIMG_INGEST_OUTCOME_DIR", "CONTIMG_BACKUP_FOLDER")) {
            real.put(name, folder.resolve("real").resolve(name).toString());
        }
        for (String name : List.of("PIPELINE_PRODUCTS_DB", "CONTIMG_DATABASE_PATH_INGEST", "CONTIMG_QUEUE_DB")) {
            real.put(name, folder.resolve("real").resolve(name + ".sqlite3").toString());
        }
        real.put("CONTIMG_INGEST_CONVERTER_COMMAND", "touch " + folder.resolve("real-converter"));
        real.put("CONTIMG_ACCESS_TOKENS", folder.resolve("real/tokens").toString());
        real.put("QUARKUS_LOG_FILE_ENABLED", "true");
        real.put("QUARKUS_LOG_FILE_PATH", folder.resolve("real/service.log").toString());
        real.put("QUARKUS_LOG_HANDLER_FILE_AUDIT_ENABLED", "true");
        real.put("QUARKUS_LOG_HANDLER_FILE_AUDIT_PATH", folder.resolve("real/audit.log").toString());
        real.put("QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__HANDLERS", "audit");
        real.put("QUARKUS_LOG_CATEGORY__ORG_DSA110_CONTIMG_AUDIT__USE_PARENT_HANDLERS", "false");
        return real;
    }

    @Test
    void theRealServicesFilesAreLeftAlone() throws Exception {
        String groups = "/api/v1/ingest/ingest_queue?state=completed";
        Waiting.until("a group is converted", () -> mode.await(groups, 200).contains("\"group_id\""));
        assertThat(folder.resolve("real")).doesNotExist();
        assertThat(folder.resolve("real-converter")).doesNotExist();
        String state = mode.database("products").toRealPath().getParent().toString();
        assertThat(mode.output()).anyMatch(line -> line.contains("Dev mode keeps everything in " + state)
                && line.contains("CONTIMG_STATE_DIR") && line.contains("PIPELINE_PRODUCTS_DB")
                && line.contains("CONTIMG_ACCESS_TOKENS") && line.contains("QUARKUS_LOG_HANDLER_FILE_AUDIT_PATH"));
    }

    @Test
    void aReloadLeavesNothingOfTheServiceBefore() throws Exception {
        assertThat(mode.output()).as("what a newcomer sees first").noneMatch(line -> line.matches(NOISE));
        write("before");
        Map<String, Long> threads = mode.threads(OURS);
        Map<String, Long> files = mode.openFiles();
        assertThat(threads).hasSize(21).containsEntry("simulated teles", 1L).containsEntry("ingest scan", 1L)
                .containsEntry("quarkus-schedul", 1L)
                .containsEntry("writer products", 1L);
        assertThat(files).hasSizeGreaterThanOrEqualTo(15);

        for (String word : List.of("first", "second")) {
            mode.edit(RESOURCE, RESOURCE_BEGIN, RESOURCE_BEGIN + "\n    @GET\n    @jakarta.ws.rs.Path(\"" + word
                    + "\")\n    public String " + word + "() {\n        return \"the " + word + " edit\";\n    }\n");
            assertThat(mode.await("/api/v1/stats/" + word, 200)).isEqualTo("the " + word + " edit");
            assertThat(mode.threads(OURS)).isEqualTo(threads);
            // A connection opens its log when it is first used.
            assertThat(mode.openFiles()).allSatisfy((file, count) -> assertThat(count).as(file)
                    .isLessThanOrEqualTo(files.getOrDefault(file.replaceFirst("-wal$", ""), 0L)));
            for (String database : DATABASES) {
                writeAsAnotherProgram(mode.database(database));
            }
            write("after the " + word);
        }
        assertThat(mode.await("/api/v1/ingest/performance_metrics/before", 200)).contains("\"load_time\":1.5");
        assertThat(mode.output()).noneMatch(line -> line.matches(NOISE));
    }

    @Test
    void aStartThatFailsLeavesNothingEither() throws Exception {
        Map<String, Long> threads = mode.threads(OURS);
        int lines = mode.output().size();
        mode.edit(SCHEDULE, SCHEDULE_BEGIN, "    int edited;\n\n" + SCHEDULE_BEGIN
                + "        if (edited == 0) {\n            throw new IllegalStateException(\"an edit that fails\");\n        }\n");
        mode.await("/api/v1/stats", 500);
        assertThat(mode.output().stream().skip(lines)).anyMatch(line -> line.contains("an edit that fails"));
        assertThat(mode.openFiles()).isEmpty();
        assertThat(mode.threads(OURS)).isEmpty();

        mode.edit(SCHEDULE, "int edited;", "int edited = 1;\n    int mended;");
        mode.await("/api/v1/stats", 200);
        assertThat(mode.threads(OURS)).isEqualTo(threads);
    }

    @Test
    void theDevUiShowsTheEntitiesOfTheFiveDatabases() throws Exception {
        JsonNode units = ask("quarkus-hibernate-orm_getInfo").path("persistenceUnits");
        assertThat(names(units, "name")).containsExactlyInAnyOrderElementsOf(DATABASES);
    }

    private static void write(String group) throws Exception {
        try (KeepAliveClient http = KeepAliveClient.connect(mode.address())) {
            Answer answer = http.send("POST", "/api/v1/ingest/performance_metrics", "application/json",
                    "{\"group_id\": \"" + group + "\", \"load_time\": 1.5, \"recorded_at\": 1}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
    }

    /** Fails if the lock is not to be had within a second. */
    private static void writeAsAnotherProgram(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=1000");
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("CREATE TABLE IF NOT EXISTS another_programs (number INTEGER)");
            statement.execute("INSERT INTO another_programs VALUES (1)");
            statement.execute("COMMIT");
        }
    }

    private static List<String> names(JsonNode list, String field) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(i -> list.get(i).path(field).asText()).toList();
    }

    /** What the pages of the Dev UI ask, as they ask it. */
    private static JsonNode ask(String method) throws Exception {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        URI address = URI.create(mode.address().replace("http", "ws") + "/q/dev-ui/json-rpc-ws");
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().header("Origin", mode.address())
                .buildAsync(address, new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            accept(text.toString(), answer);
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                }).get(1, TimeUnit.MINUTES);
        socket.sendText(JSON.writeValueAsString(
                Map.of("jsonrpc", "2.0", "method", method, "params", Map.of(), "id", 1)), true);
        JsonNode result = answer.get(1, TimeUnit.MINUTES);
        socket.abort();
        assertThat(result.has("result")).as(result.toString()).isTrue();
        return result.path("result").path("object");
    }

    /** There are messages that nobody asked for. */
    private static void accept(String message, CompletableFuture<JsonNode> answer) {
        try {
            JsonNode node = JSON.readTree(message);
            if (node.path("id").asInt() == 1) {
                answer.complete(node);
            }
        } catch (java.io.IOException e) {
            answer.completeExceptionally(e);
        }
    }
}
