package org.dsa110.contimg.cli.schema;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Several programs, each a process as locks of files belong to one, that bring the same files up at the same time: all succeed. */
class TogetherIT {
    private static final int PROGRAMS = 3;

    @TempDir
    Path folder;

    @Test
    void filesThatAreNotThere() throws Exception {
        Map<String, String> five = Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString());
        List<String> outputs = ended(five, "upgrade");
        assertThat(outputs.stream().flatMap(String::lines).filter(line -> line.contains(" version 1: tables")))
                .as("%s", outputs).hasSize(5);
        assertThat(ended(five, "check")).hasSize(PROGRAMS);
    }

    @Test
    void aFileThatAnotherProgramMade() throws Exception {
        Map<String, String> one = Map.of("PIPELINE_DB", queue().toString());
        ended(one, "upgrade");
        ended(one, "check");
        assertThat(states()).containsExactly("old pending");
    }

    @Test
    void aFileOfAnOlderVersionThatAnotherProgramHasChanged() throws Exception {
        Path file = folder.resolve("state/products.sqlite3");
        Map<String, String> five = Map.of("PIPELINE_STATE_DIR", file.getParent().toString());
        try (ServiceProcess older = ServiceProcess.start(folder, five, "upgrade", "--database", "products", "--to",
                "7")) {
            int status = older.awaitExit();
            assertThat(status).as(older.output()).isZero();
        }
        execute(file, "ALTER TABLE ms_index ADD COLUMN group_id TEXT",
                "INSERT INTO ms_index (path, group_id) VALUES ('a', 'theirs')");
        assertThat(ended(five, "upgrade")).filteredOn(output -> output.contains("duplicate column name: group_id"))
                .hasSize(1);
        ended(five, "check");
    }

    @Test
    void servicesThatStart() throws Exception {
        Map<String, String> one = Map.of("PIPELINE_DB", queue().toString());
        List<ServiceProcess> services = start(one);
        try {
            for (ServiceProcess service : services) {
                assertThat(given().baseUri(service.address()).get("/api/v1/ingest/ingest_queue/old").statusCode())
                        .isEqualTo(200);
                assertThat(given().baseUri(service.address()).get("/q/health/ready").statusCode()).isEqualTo(200);
            }
        } finally {
            services.forEach(ServiceProcess::close);
        }
        assertThat(states()).containsExactly("old pending");
    }

    private List<ServiceProcess> start(Map<String, String> environment, String... arguments) throws Exception {
        List<ServiceProcess> programs = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            programs.add(ServiceProcess.start(folder, environment, arguments));
        }
        return programs;
    }

    /** What each said, once all have ended well. */
    private List<String> ended(Map<String, String> environment, String... arguments) throws Exception {
        List<String> outputs = new ArrayList<>();
        for (ServiceProcess program : start(environment, arguments)) {
            try (program) {
                int status = program.awaitExit();
                assertThat(status).as(program.output()).isZero();
                outputs.add(program.output());
            }
        }
        return outputs;
    }

    /** All databases in one file, which has a queue as the oldest programs made it, with a group. */
    private Path queue() throws Exception {
        Path file = Files.createDirectories(folder.resolve("db")).resolve("pipeline.sqlite3");
        execute(file,
                "CREATE TABLE ingest_queue (group_id TEXT PRIMARY KEY, state TEXT NOT NULL,"
                        + " received_at REAL NOT NULL, last_update REAL NOT NULL,"
                        + " retry_count INTEGER NOT NULL DEFAULT 0, error TEXT)",
                "INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('old', 'pending', 1, 2)");
        return file;
    }

    private static void execute(Path file, String... statements) throws Exception {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private List<String> states() throws Exception {
        List<String> states = new ArrayList<>();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + folder.resolve("db/pipeline.sqlite3"),
                new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT group_id || ' ' || state FROM ingest_queue")) {
            while (row.next()) {
                states.add(row.getString(1));
            }
        }
        return states;
    }
}
