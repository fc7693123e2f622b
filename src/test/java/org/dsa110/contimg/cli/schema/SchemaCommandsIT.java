package org.dsa110.contimg.cli.schema;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The commands about schemas as they are typed, beside the service. */
class SchemaCommandsIT {
    @TempDir
    Path folder;
    private Path state;

    /** What a command answered, on standard output and error, and its exit status. */
    private record Ended(int status, String output) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(output);
        }
    }

    @BeforeEach
    void findFolder() throws IOException {
        state = folder.toRealPath().resolve("state");
    }

    @Test
    void whatIsNotThereIsToldAndNotMade() throws Exception {
        Ended current = run("current");
        assertThat(current.status()).isZero();
        assertThat(current.output().lines().filter(line -> line.contains("absent"))).hasSize(5);
        assertThat(run(Map.of("CONTIMG_BACKUP_FOLDER", folder.resolve("backups").toString()), "current").output())
                .isEqualTo(current.output());
        assertThat(run("history", "--database", "ingest").output()).contains("not readable").contains("pending");
        Ended check = run("check");
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output()).contains("products: " + state.resolve("products.sqlite3") + " is not there");
        Ended planned = run("upgrade", "--dry-run", "--json", "--database", "ingest");
        assertThat(planned.status()).as(planned.output()).isZero();
        assertThat(planned.json().at("/0/applied/0").asText()).isEqualTo("ingest version 1: tables");
        assertThat(state).doesNotExist();
    }

    @Test
    void anUpgradeIsSeenByTheOtherCommandsAndByTheService() throws Exception {
        Ended upgrade = run("upgrade", "head");
        assertThat(upgrade.status()).as(upgrade.output()).isZero();
        assertThat(upgrade.output()).contains("products version 7: positions").doesNotContain("\r");
        Map<String, Integer> made = content();
        assertThat(made.keySet()).as("no log is left").hasSize(5).allMatch(name -> name.endsWith(".sqlite3"));
        Ended check = run("check", "--json");
        assertThat(check.status()).isZero();
        assertThat(check.json().get("ok").asBoolean()).isTrue();
        Ended stamp = run(Map.of("DATABASE", "ingest, hdf5"), "stamp", "1");
        assertThat(stamp.output()).contains("ingest", "hdf5", "version 1 of ").doesNotContain("products");
        assertThat(run("stamp", "--database", "ingest", "--database", "hdf5", "head").status()).isZero();

        // One that writes nothing by itself, as what it computes of sources.
        try (ServiceProcess service = ServiceProcess.serve(state,
                Map.of("CONTIMG_MIGRATE_AT_START", "false", "CONTIMG_VARIABILITY_CATCH_UP_INTERVAL", ""))) {
            Map<String, Integer> before = content();
            Ended current = run("current", "--json");
            assertThat(current.status()).as(current.output()).isZero();
            assertThat(current.json()).hasSize(5).allMatch(database -> database.get("state").asText().equals("head"));
            assertThat(run("history", "--json").json().at("/0/migrations")).hasSizeGreaterThan(6);
            assertThat(run("check").status()).isZero();
            assertThat(content()).as("beside a running service").isEqualTo(before);
            service.stop();
        }
    }

    @Test
    void aServiceThatMayNotMigrateNamesTheCommandForEachFile() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", state.toString(), "CONTIMG_MIGRATE_AT_START", "false"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output().lines().filter(line -> line.contains("contimg-db upgrade makes it")
                    && line.contains("contimg.migrate-at-start is off")).map(String::strip).distinct())
                    .hasSizeGreaterThanOrEqualTo(5);
        }
        assertThat(state).doesNotExist();
    }

    @Test
    void whatIsWrongWithSeveralFilesIsSaidOfAllAndNoneIsTouched() throws Exception {
        assertThat(run("upgrade", "--database", "ingest").status()).isZero();
        execute(state.resolve("ingest.sqlite3"),
                "INSERT INTO flyway_ingest (installed_rank, version, description, type,"
                        + " script, checksum, installed_by, execution_time, success)"
                        + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        execute(state.resolve("hdf5.sqlite3"), "CREATE TABLE notes (text TEXT)");
        Map<String, Integer> before = content();
        try (ServiceProcess service = ServiceProcess.start(folder, Map.of("PIPELINE_STATE_DIR", state.toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            String last = service.output().substring(service.output().lastIndexOf("contimg-db: "));
            assertThat(last.lines()).hasSize(2);
            assertThat(last).contains("ingest.sqlite3 has version 99 of the schema of ingest, made by a newer version")
                    .contains("hdf5.sqlite3 is not one of the pipeline's");
        }
        Ended upgrade = run("upgrade");
        assertThat(upgrade.status()).isEqualTo(1);
        assertThat(upgrade.output()).contains("newer version", "is not one of the pipeline's");
        assertThat(run("check").output().lines()).hasSize(5);
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void aFileThatAnotherProgramMadeIsTakenOverByTheStartAndSaidSo() throws Exception {
        Path file = Files.createDirectories(state).resolve("ingest.sqlite3");
        execute(file, "CREATE TABLE ingest_queue (group_id TEXT PRIMARY KEY, state TEXT NOT NULL, received_at REAL NOT"
                + " NULL, last_update REAL NOT NULL, retry_count INTEGER NOT NULL DEFAULT 0, error TEXT)");
        execute(file, "INSERT INTO ingest_queue (group_id, state, received_at, last_update)"
                + " VALUES ('old', 'failed', 1, 2)");
        Ended check = run("check", "--database", "ingest");
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output()).contains(file + " has tables and no history of migrations");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            given().get(service.address() + "/api/v1/ingest/ingest_queue/old").then().statusCode(200)
                    .body("state", equalTo("failed"));
            service.stop();
            assertThat(service.output()).contains(file + " was taken over; a copy from before is ");
        }
        assertThat(run("check").status()).isZero();
    }

    @Test
    void aVersionThatIsNotKnownIsWrongUsage() throws Exception {
        Ended upgrade = run("upgrade", "--to", "5");
        assertThat(upgrade.status()).isEqualTo(2);
        assertThat(upgrade.output()).contains("data_registry has no version 5; it has 1, 3, or head");
        assertThat(run(Map.of("DATABASE", "nonsense"), "current").status()).isEqualTo(2);
        assertThat(state).doesNotExist();
    }

    @Test
    void oneFileForAllIsUsedWhenItIsNamedAndNotPassedOverWhenNothingIs() throws Exception {
        Path one = state.resolve("db/pipeline.sqlite3");
        Map<String, String> named = Map.of("PIPELINE_DB", one.toString());
        assertThat(run(named, "upgrade").status()).isZero();
        assertThat(content().keySet()).containsExactly("db/pipeline.sqlite3");
        Map<String, Integer> before = content();
        assertThat(run(named, "current", "--json").json())
                .allMatch(database -> database.get("file").asText().equals(one.toString())
                        && database.get("state").asText().equals("head"));
        Ended unnamed = run("current");
        assertThat(unnamed.status()).isEqualTo(1);
        assertThat(unnamed.output()).contains("contimg-db: " + one + " is there", "set PIPELINE_DB=" + one);
        try (ServiceProcess service = ServiceProcess.start(folder, Map.of("PIPELINE_STATE_DIR", state.toString()))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.output()).contains("set PIPELINE_DB=" + one);
        }
        assertThat(content()).isEqualTo(before);
    }

    private Ended run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("PIPELINE_STATE_DIR", state.toString()));
        all.putAll(environment);
        try (ServiceProcess program = ServiceProcess.start(folder, all, arguments)) {
            int status = program.awaitExit();
            return new Ended(status, program.output());
        }
    }

    private static void execute(Path file, String sql) throws Exception {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The files below the state folder, with what is in them. */
    private Map<String, Integer> content() throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // The index of the log is memory that all who have the file open share.
                content.put(state.relativize(file).toString(),
                        file.toString().endsWith("-shm") ? 0 : Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
