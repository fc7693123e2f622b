package org.dsa110.contimg.rest.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.restassured.RestAssured;
import org.assertj.core.api.SoftAssertions;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.Waiting;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All tables of a service go into the empty files of another one, each by the command that docs/exports.md shows, and both have the same rows
 * then, to the last bit: those that clients may send, those of production, and those of {@link AwkwardRows}.
 */
class DatabasesGoBackIT {
    private static final Path DOCUMENT = Path.of("docs/exports.md");
    private static final Map<String, String> SOON = Map.of("CONTIMG_VARIABILITY_CATCH_UP_INTERVAL", "200ms");
    private static final int ROWS = AwkwardRows.VALUES.size();
    private static final long SEED = 20261130;

    @TempDir
    static Path folder;

    private static StateFiles files;
    private static ServiceProcess service;

    @BeforeAll
    static void fill() throws Exception {
        files = new StateFiles(folder.resolve("old"), false);
        service = ServiceProcess.serve(files.folder(), SOON);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = URI.create(service.address()).getPort();
        SampleRows samples = new SampleRows(SEED);
        for (TableDescription<?> table : SampleRows.tables()) {
            for (int i = 0; i < ROWS; i++) {
                SampleRows.create(table, samples.full(table));
            }
        }
        for (Database database : Database.values()) {
            AwkwardRows.addThoseOfProduction(files.get(database), database, folder);
        }
        for (TableDescription<?> table : SampleRows.tables()) {
            if (!table.name().equals("variability_stats")) {
                AwkwardRows.add(files.get(table.database()), table);
            }
        }
        awaitStatistics(files);
        // As another program may have them: what the service has computed itself is no test.
        for (TableDescription<?> table : SampleRows.tables()) {
            if (table.name().equals("variability_stats")) {
                AwkwardRows.add(files.get(table.database()), table);
            }
        }
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        if (service != null) {
            service.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "ndjson, application/x-ndjson"})
    void allTablesGoBackIntoEmptyDatabases(String form, String type) throws Exception {
        assumeTrue(shell(folder, "command -v curl").status() == 0, "there is no curl");
        StateFiles copies = new StateFiles(folder.resolve(form), false);
        String script = script("for table in").replace("as=csv", "as=" + form).replace("text/csv", type)
                .replace("localhost:8080", service.address());
        try (ServiceProcess other = ServiceProcess.serve(copies.folder(), SOON)) {
            Ended ended = shell(folder, script.replace("localhost:8081", other.address()));
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(ended.output().lines()).as("a line for each table").hasSameSizeAs(SampleRows.tables())
                    .allMatch(line -> line.contains("\"failed\":0,"));
            awaitStatistics(copies);
            SoftAssertions tables = new SoftAssertions();
            for (TableDescription<?> table : SampleRows.tables()) {
                List<String> stored = AwkwardRows.rows(files.get(table.database()), table);
                tables.assertThat(stored).as("%s, seed %d", table, SEED).hasSizeGreaterThanOrEqualTo(ROWS);
                tables.assertThat(String.join("", stored)).as("%s", table).contains("=X'00ff' ", "='n/a' ", "\0", "☃");
                tables.assertThat(AwkwardRows.rows(copies.get(table.database()), table)).as("copy of %s", table)
                        .isEqualTo(stored);
            }
            tables.assertAll();
        }
    }

    /** So that nobody takes a file for a copy of what it does not have. */
    @Test
    void theTablesThatDoNotGoAreNamed() throws Exception {
        String document = Files.readString(DOCUMENT);
        for (Database database : Database.values()) {
            List<String> served = SampleRows.tables().stream().filter(table -> table.database() == database)
                    .map(TableDescription::name).toList();
            try (Connection connection = RebuiltTable.connect(files.get(database))) {
                assertThat(RebuiltTable.strings(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'flyway%'"))
                        .filteredOn(table -> !served.contains(table))
                        .allSatisfy(table -> assertThat(document).contains("`" + table + "`"));
            }
        }
    }

    private static String script(String beginning) throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf("    " + beginning);
        assertThat(begin).as("'%s' in %s", beginning, DOCUMENT).isPositive();
        return document.substring(begin).lines().takeWhile(line -> line.startsWith("    ")).map(String::strip)
                .collect(Collectors.joining("\n"));
    }

    private static void awaitStatistics(StateFiles state) throws Exception {
        try (Connection connection = RebuiltTable.connect(state.get(Database.PRODUCTS))) {
            Waiting.until("no statistics are due",
                    () -> RebuiltTable.strings(connection, "SELECT source_id FROM variability_due").isEmpty());
        }
    }

    private record Ended(int status, String output) {
    }

    private static Ended shell(Path where, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-euc", script).directory(where.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Ended(process.waitFor(), output);
    }
}
