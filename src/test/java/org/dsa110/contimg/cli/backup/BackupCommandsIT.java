package org.dsa110.contimg.cli.backup;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The commands about backups as they are typed, beside the service and without it. */
class BackupCommandsIT {
    private static final int KILLS = 3;

    @TempDir
    Path folder;
    private Path state;
    private Path backups;

    /** What a command answered, on standard output and error, and its exit status. */
    private record Ended(int status, String output) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(output);
        }
    }

    @BeforeEach
    void makeFolders() throws IOException {
        state = folder.toRealPath().resolve("state");
        backups = Files.createDirectory(folder.toRealPath().resolve("backups"));
    }

    @Test
    void aBackupBesideTheServiceIsRestoredWhenTheServiceHasStopped() throws Exception {
        String backup;
        Path file = state.resolve("ingest.sqlite3");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            put(service, "kept");
            Ended made = run("backup", "--to", backups.toString(), "--json");
            assertThat(made.status()).as(made.output()).isZero();
            assertThat(made.json().at("/manifest/files")).hasSize(5);
            backup = made.json().get("backup").asText();
            put(service, "later");
            Ended refused = run("restore", backup);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.output()).contains(file + " is in use by process " + service.pid());
            Ended checked = run("restore", backup, "--dry-run", "--database", "ingest");
            assertThat(checked.status()).as(checked.output()).isZero();
            assertThat(checked.output()).contains(file + ": can be restored, ").doesNotContain("products");
            given().get(service.address() + "/api/v1/ingest/performance_metrics/later").then().statusCode(200);
            service.stop();
        }
        Ended restored = run("restore", backup, "--database", "ingest");
        assertThat(restored.status()).as(restored.output()).isZero();
        assertThat(restored.output()).contains(file + ": restored, ", "; the old file is " + file + ".before-restore-")
                .doesNotContain("products", "\r");
        try (ServiceProcess service = ServiceProcess.serve(state, Map.of())) {
            given().get(service.address() + "/api/v1/ingest/performance_metrics/kept").then().statusCode(200)
                    .body("load_time", equalTo(1.5f));
            given().get(service.address() + "/api/v1/ingest/performance_metrics/later").then().statusCode(404);
            service.stop();
        }
        Path old = Path.of(restored.output().replaceAll("(?s).*the old file is (\\S+).*", "$1"));
        assertThat(number(old, "SELECT count(*) FROM performance_metrics")).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsToldAndNothingIsMade() throws Exception {
        Ended nowhere = run("backup");
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.output()).contains("say where the backup goes, by --to or by contimg.backup.folder");
        assertThat(run("backup", "--to", backups.toString(), "--keep", "soon").status()).isEqualTo(2);
        Ended absent = run("backup", "--to", backups.toString(), "--database", "hdf5");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(absent.output()).contains(state.resolve("hdf5.sqlite3") + " is not there");
        Ended none = run("restore", backups.toString());
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.output()).contains("there is no whole backup at " + backups);
        Ended latest = run(Map.of("CONTIMG_BACKUP_FOLDER", backups.toString()), "restore", "latest");
        assertThat(latest.status()).isEqualTo(1);
        assertThat(latest.output()).contains("there is no backup in " + backups);
        assertThat(state).doesNotExist();
        assertThat(names(backups)).isEmpty();
    }

    @Test
    void aFileOfSeveralDatabasesGoesBackWithAllOfThem() throws Exception {
        Path one = state.resolve("db/pipeline.sqlite3");
        Map<String, String> shared = Map.of("PIPELINE_DB", one.toString(), "CONTIMG_BACKUP_FOLDER",
                backups.toString());
        assertThat(run(shared, "upgrade").status()).isZero();
        Ended made = run(shared, "backup", "--database", "ingest", "--json");
        assertThat(made.json().at("/manifest/files/0/file").asText())
                .isEqualTo("products+cal_registry+hdf5+ingest+data_registry.sqlite3.gz");
        Ended alone = run(shared, "restore", "latest", "--database", "ingest");
        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.output()).contains("is one file with products, cal_registry, hdf5, data_registry, which would"
                + " go back with ingest");
        Ended elsewhere = run(Map.of("CONTIMG_BACKUP_FOLDER", backups.toString(), "PIPELINE_STATE_DIR",
                folder.resolve("five").toString()), "restore", "latest");
        assertThat(elsewhere.status()).isEqualTo(1);
        assertThat(elsewhere.output()).contains("are one file, and here ");
        Files.delete(one);
        Ended restored = run(shared, "restore", "latest", "--json");
        assertThat(restored.status()).as(restored.output()).isZero();
        assertThat(restored.json().at("/0/kept").isNull()).isTrue();
        assertThat(run(shared, "check").status()).isZero();
    }

    @Test
    void aBackupOfANewerVersionIsRefused() throws Exception {
        assertThat(run("upgrade", "--database", "ingest").status()).isZero();
        Path file = state.resolve("ingest.sqlite3");
        execute(file, "INSERT INTO flyway_ingest (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        assertThat(run("backup", "--database", "ingest", "--to", backups.toString()).status()).isZero();
        byte[] before = Files.readAllBytes(file);
        Ended refused = run("restore", whole().get(0).toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("ingest.sqlite3.gz has version 99 of the schema of ingest, and this"
                + " program knows up to ");
        assertThat(file).hasBinaryContent(before);
        assertThat(names(state)).containsExactly("ingest.sqlite3");
    }

    @Test
    void aBackupThatIsKilledIsNoneAndTheNextTakesItAway() throws Exception {
        fill();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            try (ServiceProcess backup = start("backup", "--database", "ingest", "--to", backups.toString())) {
                awaitThat(backup, () -> names(backups).stream().anyMatch(name -> name.startsWith(".unfinished-")));
                LockSupport.parkNanos(random.nextLong(400_000_000));
                backup.kill();
            }
            assertThat(whole()).as("seed %d", seed).allSatisfy(
                    folder -> assertThat(run("restore", folder.toString(), "--dry-run").status()).isZero());
        }
        int finished = whole().size();
        assertThat(run("backup", "--database", "ingest", "--to", backups.toString()).status()).isZero();
        assertThat(names(backups)).noneMatch(name -> name.startsWith(".unfinished-"));
        assertThat(whole()).hasSize(finished + 1);
    }

    @Test
    void aRestoreThatIsKilledLeavesTheOldFileOrTheNewAndIsDoneAgain() throws Exception {
        fill();
        assertThat(run("backup", "--database", "ingest", "--to", backups.toString()).status()).isZero();
        Path file = state.resolve("ingest.sqlite3");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            execute(file, "INSERT OR IGNORE INTO performance_metrics (group_id, recorded_at) VALUES ('old', 1)");
            try (ServiceProcess restore = start("restore", whole().get(0).toString())) {
                awaitThat(restore, () -> names(state).stream().anyMatch(name -> name.contains("restore")));
                LockSupport.parkNanos(random.nextLong(1_500_000_000));
                restore.kill();
            }
            boolean old = number(file, "SELECT count(*) FROM performance_metrics") == 1;
            assertThat(text(file, "PRAGMA integrity_check")).as("seed %d, old %s", seed, old).isEqualTo("ok");
            assertThat(number(file, "SELECT count(*) FROM filler")).isEqualTo(30_000);
        }
        assertThat(run("restore", whole().get(0).toString()).status()).isZero();
        assertThat(number(file, "SELECT count(*) FROM performance_metrics")).isZero();
        assertThat(names(state)).noneMatch(name -> name.contains("unfinished"));
    }

    private interface Question {
        boolean answer() throws IOException;
    }

    /** Asks until it is so, or the program has ended. */
    private static void awaitThat(ServiceProcess program, Question question) throws IOException {
        while (!question.answer() && ProcessHandle.of(program.pid()).isPresent()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Gives ingest a file that takes a moment to be copied. */
    private void fill() throws Exception {
        assertThat(run("upgrade", "--database", "ingest").status()).isZero();
        execute(state.resolve("ingest.sqlite3"), "CREATE TABLE filler (a BLOB)",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
                        + " INSERT INTO filler SELECT randomblob(1000) FROM n");
    }

    private static void put(ServiceProcess service, String group) {
        given().contentType("application/json")
                .body("{\"group_id\": \"" + group + "\", \"load_time\": 1.5, \"recorded_at\": 1}")
                .post(service.address() + "/api/v1/ingest/performance_metrics").then().statusCode(201);
    }

    private List<Path> whole() throws IOException {
        return names(backups).stream().filter(name -> name.startsWith("contimg-")).map(backups::resolve).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private Ended run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        try (ServiceProcess program = start(environment, arguments)) {
            int status = program.awaitExit();
            return new Ended(status, program.output());
        }
    }

    private ServiceProcess start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private ServiceProcess start(Map<String, String> environment, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("PIPELINE_STATE_DIR", state.toString()));
        all.putAll(environment);
        return ServiceProcess.start(folder, all, arguments);
    }

    static void execute(Path file, String... statements) throws Exception {
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    static long number(Path file, String sql) throws Exception {
        return Long.parseLong(text(file, sql));
    }

    static String text(Path file, String sql) throws Exception {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(Path file) throws Exception {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000", new Properties());
    }
}
