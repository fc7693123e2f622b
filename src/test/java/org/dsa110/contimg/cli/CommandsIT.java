package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The program's commands as a user types them. */
class CommandsIT {
    @TempDir
    Path folder;

    @Test
    void helpAndVersionMakeNoFile() throws Exception {
        assertThat(run("--help")).contains("serve").contains("simulate");
        assertThat(run("--version")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(files()).isEmpty();
    }

    @Test
    void anUnknownCommandIsRefused() throws Exception {
        try (ServiceProcess program = ServiceProcess.start(folder, Map.of(), "nonsense")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.output()).contains("nonsense");
        }
    }

    @Test
    void simulateWritesAnObservationAndNothingElse() throws Exception {
        run("simulate", "--target", "incoming", "--seed", "1");
        assertThat(files()).hasSize(17).contains("incoming");
        assertThat(files().stream().filter(name -> name.matches("incoming/....-..-..T..:..:.._sb[01][0-9]\\.hdf5")))
                .hasSize(16);
    }

    @Test
    void variabilityIsComputedAnewByTheRunningService() throws Exception {
        Path state = folder.resolve("state");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            try (Connection connection = JDBC.createConnection(
                    "jdbc:sqlite:" + state.resolve("products.sqlite3") + "?busy_timeout=30000", new Properties());
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb,"
                        + " measured_at) VALUES ('a', '/i', 1, 2, 0.5, 1), ('b', '/i', 1, 2, 0.5, 1)");
            }
            assertThat(run("recompute-variability", "--service", service.address())).contains("2 sources");
        }
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), "recompute-variability", "--service",
                "http://127.0.0.1:1")) {
            assertThat(command.awaitExit()).isEqualTo(1);
            assertThat(command.output()).contains(
                    "contimg-db: no service answers at http://127.0.0.1:1; --service has another address");
        }
        try (ServiceProcess command = ServiceProcess.start(folder, Map.of(), "recompute-variability", "--service",
                "nowhere")) {
            assertThat(command.awaitExit()).isEqualTo(2);
            assertThat(command.output()).contains("--service must be a URL");
        }
    }

    @Test
    void aMisspeltNameInAFileIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"),
                "quarkus.http.port=0\ncontimg.ingest.worker=1\n%prod.contimg.state-directory=x\n");
        Files.writeString(folder.resolve(".env"), "CONTIMG_ACCESS_TOKEN=/tokens\nCONTIMG_SCRATCH_DIR=/scratch\n");
        try (ServiceProcess program = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output().lines()).containsExactly(
                    "contimg-db: CONTIMG_ACCESS_TOKEN is no setting of this program; CONTIMG_ACCESS_TOKENS is",
                    "contimg-db: contimg.ingest.worker is no setting of this program; contimg.ingest.workers is",
                    "contimg-db: contimg.state-directory is no setting of this program; contimg.state-dir is");
        }
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aMisspeltNameInAnyOtherFileOfSettingsIsRefused() throws Exception {
        Path profile = Files.writeString(Files.createDirectories(folder.resolve("config"))
                .resolve("application-prod.properties"), "contimg.ingest.worker=1\n");
        Path named = Files.writeString(Files.createDirectories(folder.resolve("other")).resolve("site.properties"),
                "contimg.acess.tokens=/tokens\n");
        Path beside = Files.writeString(named.resolveSibling("site-prod.properties"), "contimg.backup.folde=/b\n");
        try (ServiceProcess program = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString(), "QUARKUS_CONFIG_LOCATIONS",
                        named.toString(), "contimg_backup_keep", "1d"))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output().lines()).containsExactly(
                    "contimg-db: contimg_backup_keep is no setting of this program; CONTIMG_BACKUP_KEEP is",
                    "contimg-db: " + folder.relativize(profile)
                            + ": contimg.ingest.worker is no setting of this program; contimg.ingest.workers is",
                    "contimg-db: " + named
                            + ": contimg.acess.tokens is no setting of this program; contimg.access.tokens is",
                    "contimg-db: " + beside
                            + ": contimg.backup.folde is no setting of this program; contimg.backup.folder is");
        }
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aVariableThatIsSetButEmptyIsRefused() throws Exception {
        for (String variable : List.of("PIPELINE_STATE_DIR", "PIPELINE_PRODUCTS_DB")) {
            Map<String, String> environment = new HashMap<>(
                    Map.of("PIPELINE_STATE_DIR", folder.resolve("state").toString()));
            environment.put(variable, "");
            try (ServiceProcess program = ServiceProcess.start(folder, environment)) {
                assertThat(program.awaitExit()).isEqualTo(1);
                assertThat(program.output().lines().filter(line -> line.startsWith("contimg-db: "))).singleElement()
                        .asString()
                        .containsAnyOf("contimg.state-dir is set but empty: have PIPELINE_STATE_DIR name the folder",
                                "is defined as the empty String");
            }
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        byte[] content = "not a database, whatever its name says, and long enough to be looked at ".repeat(40)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(state.resolve("products.sqlite3"), content);
        try (ServiceProcess program = ServiceProcess.start(folder, Map.of("PIPELINE_STATE_DIR", state.toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("contimg-db: " + state.resolve("products.sqlite3")
                    + " is not one of the pipeline's: it is no database");
        }
        assertThat(Files.readAllBytes(state.resolve("products.sqlite3"))).isEqualTo(content);
    }

    @Test
    void aFileOfAnotherProgramIsRefusedAndLeftAlone() throws Exception {
        Path file = Files.createDirectories(folder.resolve("state")).resolve("ingest.sqlite3");
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ingest_queue (group_id TEXT PRIMARY KEY, state TEXT)");
        }
        byte[] content = Files.readAllBytes(file);
        try (ServiceProcess program = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", file.getParent().toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output().lines().reduce((first, second) -> second).orElseThrow())
                    .startsWith("contimg-db: " + file + " is not one of the pipeline's");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(files()).as("nothing else was made").containsExactlyInAnyOrder("state", "state/ingest.sqlite3");
    }

    @Test
    void anotherSharingOfFilesThanTheyWereMadeForIsRefused() throws Exception {
        Path state = folder.resolve("state");
        Path products = state.resolve("products.sqlite3");
        try (ServiceProcess program = ServiceProcess.serve(state, Map.of())) {
            program.stop();
        }
        try (ServiceProcess program = ServiceProcess.start(folder,
                Map.of("PIPELINE_STATE_DIR", state.toString(), "PIPELINE_HDF5_DB", products.toString()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("contimg-db: " + products
                    + " was made by another version, or products and hdf5 were one file then and are not now");
        }
    }

    private String run(String... arguments) throws Exception {
        try (ServiceProcess program = ServiceProcess.start(folder, Map.of(), arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            return program.output();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).map(file -> folder.relativize(file).toString()).toList();
        }
    }
}
