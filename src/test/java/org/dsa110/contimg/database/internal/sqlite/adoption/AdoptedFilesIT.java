package org.dsa110.contimg.database.internal.sqlite.adoption;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.RebuiltTable.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsa110.contimg.ServiceProcess;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other programs, brought up by the command as it is typed, and then served: every row of every table, and each value as it was. */
class AdoptedFilesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;
    private Path state;

    @Test
    void allRowsOfTheFiveFilesOfProductionAreServed() throws Exception {
        state = Files.createDirectory(folder.toRealPath().resolve("state"));
        Map<Database, Path> files = new TreeMap<>();
        for (Database database : Database.values()) {
            files.put(database, Files.move(SampleFiles.make("production/" + database, folder),
                    state.resolve(database + ".sqlite3")));
        }
        assertAllIsServed(files, Map.of());
    }

    @Test
    void allRowsOfTheOneFileLayoutAreServed() throws Exception {
        state = Files.createDirectory(folder.toRealPath().resolve("state"));
        Path one = Files.move(SampleFiles.make("unified/pipeline-grown", folder), state.resolve("pipeline.sqlite3"));
        Map<Database, Path> files = new TreeMap<>();
        for (Database database : Database.values()) {
            files.put(database, one);
        }
        assertAllIsServed(files, Map.of("PIPELINE_DB", one.toString()));
    }

    private void assertAllIsServed(Map<Database, Path> files, Map<String, String> setting) throws Exception {
        Map<Path, Map<String, List<Map<String, String>>>> before = new HashMap<>();
        for (Path file : files.values()) {
            before.put(file, rows(file));
        }
        Map<String, String> environment = new HashMap<>(setting);
        environment.put("PIPELINE_STATE_DIR", state.toString());
        // Groups that no longer collect would be brought further.
        environment.put("CONTIMG_INGEST_SCHEDULED", "false");
        // Sources without statistics would get them.
        environment.put("CONTIMG_VARIABILITY_CATCH_UP_INTERVAL", "");
        try (ServiceProcess upgrade = ServiceProcess.start(folder, environment, "upgrade")) {
            assertThat(upgrade.awaitExit()).as(upgrade.output()).isZero();
        }
        try (ServiceProcess service = ServiceProcess.serve(state, environment)) {
            Map<Path, Set<String>> served = new HashMap<>();
            for (Map.Entry<Database, Path> file : files.entrySet()) {
                JsonNode tables = get(service, "/api/v1/" + file.getKey()).get("tables");
                Map<String, List<Map<String, String>>> old = before.get(file.getValue());
                for (JsonNode table : tables) {
                    assertThat(table.get("fault")).as(table.toString()).isNull();
                    String name = table.get("name").asText();
                    // Under products, sources is a view of ours; a table of that name is served under the other databases.
                    if (old.containsKey(name) && table.get("kind").asText().equals("table")) {
                        assertServed(service, table, old.get(name));
                        served.computeIfAbsent(file.getValue(), ignored -> new TreeSet<>()).add(name);
                    }
                }
            }
            before.forEach((file, old) -> assertThat(served.get(file)).isEqualTo(old.keySet()));
            assertThat(service.output()).doesNotContain(" ERROR ");
            service.stop();
        }
    }

    /** In an export, and page by page. */
    private static void assertServed(ServiceProcess service, JsonNode table, List<Map<String, String>> old)
            throws IOException {
        String path = table.get("path").asText();
        List<String> columns = new ArrayList<>();
        table.get("columns").forEach(column -> columns.add(column.get("name").asText()));
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        old.forEach(row -> known.addAll(row.keySet()));
        columns.retainAll(known);
        List<String> expected = old.stream().map(row -> columns.stream().map(row::get).toList().toString()).sorted()
                .toList();
        List<String> exported = new ArrayList<>();
        for (String line : given().urlEncodingEnabled(false).get(service.address() + path + "?as=ndjson").then()
                .statusCode(200).extract().asString().lines().toList()) {
            exported.add(values(JSON.readTree(line), columns));
        }
        assertThat(exported.stream().sorted().toList()).as("export of %s", path).isEqualTo(expected);
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(service, path + "?limit=3" + next);
            page.get("items").forEach(row -> paged.add(values(row, columns)));
            next = page.get("next").isNull() ? null : "&next=" + page.get("next").asText();
        } while (next != null);
        assertThat(paged.stream().sorted().toList()).as("pages of %s", path).isEqualTo(expected);
    }

    private static JsonNode get(ServiceProcess service, String path) throws IOException {
        return JSON.readTree(given().urlEncodingEnabled(false).get(service.address() + path).then().statusCode(200)
                .extract().asByteArray());
    }

    private static String values(JsonNode row, Collection<String> columns) {
        return columns.stream().map(column -> value(row.get(column))).toList().toString();
    }

    private static String value(JsonNode value) {
        return value.isIntegralNumber()
                ? "integer " + value.longValue()
                : value.isNumber() ? "real " + value.doubleValue() : value.isNull() ? "null" : value.textValue();
    }

    /** The rows of each table, with each value as JSON has it. */
    private static Map<String, List<Map<String, String>>> rows(Path file) throws SQLException {
        Map<String, List<Map<String, String>>> tables = new TreeMap<>();
        try (Connection connection = connect(file); Statement statement = connection.createStatement()) {
            for (Table table : Table.all(connection).values()) {
                List<Map<String, String>> rows = new ArrayList<>();
                try (ResultSet found = statement.executeQuery("SELECT * FROM " + Table.quoted(table.name()))) {
                    while (found.next()) {
                        Map<String, String> row = new LinkedHashMap<>();
                        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                            row.put(found.getMetaData().getColumnName(i), value(found.getObject(i)));
                        }
                        rows.add(row);
                    }
                }
                tables.put(table.name(), rows);
            }
        }
        return tables;
    }

    private static String value(Object stored) {
        if (stored instanceof Double number) {
            return Double.isFinite(number) ? "real " + number : "null";
        }
        return stored instanceof Number
                ? "integer " + stored
                : stored instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : String.valueOf(stored);
    }
}
