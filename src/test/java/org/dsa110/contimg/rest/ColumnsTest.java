package org.dsa110.contimg.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** Every column of the pipeline is served and stored as the pipeline has it. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ColumnsTest {
    /** Goes along with the state (docs/queue.md). */
    private static final String STAGE = "ingest.ingest_queue.processing_stage";

    private static final String COMPUTED_AT = "products.variability_stats.updated_at";

    private static final Map<String, String> JSON_TYPES = Map.of("TEXT", "string", "INTEGER", "integer", "REAL",
            "number");

    StateFiles files;

    @Test
    void everyColumnIsServedAsThePipelineHasIt() throws IOException {
        JsonNode schemas = SampleRows.JSON.readTree(given().queryParam("format", "json").get("/q/openapi").then()
                .statusCode(200).extract().asByteArray()).at("/components/schemas");
        for (ColumnFact fact : ColumnFact.all()) {
            JsonNode table = schemas.path(fact.database() + "." + fact.table());
            JsonNode column = table.path("properties").path(fact.column());
            List<String> types = new ArrayList<>();
            column.path("type").forEach(type -> types.add(type.asText()));
            if (types.isEmpty()) {
                types.add(column.path("type").asText());
            }
            assertThat(types).as("type of %s", fact).contains(JSON_TYPES.get(fact.type()));
            assertThat(types.contains("null")).as("%s may be null", fact).isEqualTo(!fact.notNull());
            assertThat(column.path("readOnly").asBoolean()).as("%s is given by no client", fact)
                    .isEqualTo(fact.generated() || fact.computed());
            assertThat(column.path("description").asText()).as("description of %s", fact).isNotBlank();
            List<String> required = new ArrayList<>();
            table.path("required").forEach(name -> required.add(name.asText()));
            assertThat(required.contains(fact.column())).as("%s must be given", fact)
                    .isEqualTo(fact.notNull() && fact.defaultValue().isEmpty() && !fact.generated()
                            && !fact.computed());
        }
    }

    @Test
    void noOtherColumnIsServed() {
        assertThat(SampleRows.tables().stream()
                .flatMap(table -> table.columns().stream().map(column -> table + "." + column.name())))
                .containsExactlyInAnyOrderElementsOf(ColumnFact.all().stream().map(ColumnFact::toString).toList());
    }

    @Test
    void theKeyIsThePipelines() {
        for (TableDescription<?> table : SampleRows.tables()) {
            assertThat(table.keys().stream().map(key -> table + "." + key.name())).as("key of %s", table)
                    .containsExactlyElementsOf(ColumnFact.all().stream().filter(ColumnFact::key)
                            .map(ColumnFact::toString).filter(name -> name.startsWith(table + ".")).toList());
        }
    }

    @Test
    void aColumnThatIsNotSentGetsItsDefault() throws IOException {
        long seed = new Random().nextLong();
        SampleRows samples = new SampleRows(seed);
        for (TableDescription<?> table : SampleRows.tables()) {
            Map<String, Object> sent = samples.least(table);
            JsonNode stored = SampleRows.create(table, sent);
            ColumnFact.all().stream().filter(fact -> fact.toString().startsWith(table + "."))
                    .filter(fact -> !fact.generated() && !sent.containsKey(fact.column()))
                    .forEach(fact -> {
                        if (fact.given() || fact.toString().equals(COMPUTED_AT)) {
                            assertThat(stored.get(fact.column()).isNumber()).as("%s is given, seed %d", fact, seed)
                                    .isTrue();
                        } else if (fact.toString().equals(STAGE)) {
                            assertThat(stored.get(fact.column())).as("%s, seed %d", fact, seed)
                                    .isEqualTo(stored.get("state"));
                        } else {
                            assertThat(stored.get(fact.column()).asText()).as("default of %s, seed %d", fact, seed)
                                    .isEqualTo(fact.defaultValue().isEmpty() ? "null" : fact.defaultValue());
                        }
                    });
        }
    }

    @Test
    void everyColumnIsStoredAsThePipelineHasIt() throws SQLException {
        Map<String, List<ColumnFact>> forms = ColumnFact.all().stream().collect(Collectors.groupingBy(
                fact -> files.get(database(fact)) + " " + fact.table(), LinkedHashMap::new, Collectors.toList()));
        for (List<ColumnFact> facts : forms.values()) {
            String table = facts.get(0).table();
            long databases = facts.stream().map(ColumnFact::database).distinct().count();
            Map<String, Map<String, String>> columns = pragma(facts.get(0), "table_info('" + table + "')", "name");
            Map<String, Map<String, String>> references = pragma(facts.get(0), "foreign_key_list('" + table + "')",
                    "from");
            for (ColumnFact fact : facts) {
                Map<String, String> column = columns.get(fact.column());
                assertThat(column).as("%s in the file", fact).isNotNull().containsEntry("type", fact.type());
                boolean everywhere = facts.stream()
                        .filter(each -> each.column().equals(fact.column()) && !each.storedNull()).count() == databases;
                // SQLite never has a NULL in an INTEGER PRIMARY KEY.
                assertThat(column.get("notnull")).as("%s is NOT NULL", fact)
                        .isEqualTo(everywhere && !fact.generated() ? "1" : "0");
                assertThat(!column.get("pk").equals("0")).as("%s is in the key", fact).isEqualTo(fact.key());
                String quote = fact.type().equals("TEXT") ? "'" : "";
                assertThat(column.get("dflt_value")).as("default of %s", fact)
                        .isEqualTo(fact.defaultValue().isEmpty() || fact.given()
                                ? null
                                : quote + fact.defaultValue() + quote);
                Map<String, String> reference = references.get(fact.column());
                assertThat(reference == null ? "" : reference.get("table") + "." + reference.get("to"))
                        .as("what %s refers to", fact).isEqualTo(fact.references());
                assertThat(uniqueColumns(fact).contains(fact.column())).as("%s is unique", fact)
                        .isEqualTo(fact.unique() || isUniqueInOneFile(fact)
                                || fact.key() && !fact.generated() && facts.stream()
                                        .filter(each -> each.key() && each.database().equals(fact.database()))
                                        .count() == 1);
            }
        }
    }

    @Test
    void everyIndexOfThePipelineIsThere() throws SQLException {
        for (String line : ColumnFact.lines("indexes.csv")) {
            String[] cells = line.split(",");
            ColumnFact any = ColumnFact.all().stream()
                    .filter(fact -> fact.database().equals(cells[0]) && fact.table().equals(cells[1])).findFirst()
                    .orElseThrow();
            Map<String, String> indexes = indexes(any, cells[2].equals("UNIQUE"));
            if (cells[2].equals("UNIQUE")) {
                assertThat(indexes.values()).as(line).contains(cells[3].replace(';', ','));
            } else {
                assertThat(indexes).as(line).containsEntry(cells[2], cells[3].replace(';', ','));
            }
        }
    }

    /** Programs of the one-file layout replace rows by these, those of files of their own do not. */
    private boolean isUniqueInOneFile(ColumnFact fact) {
        return files.get(Database.PRODUCTS).equals(files.get(Database.HDF5))
                && Set.of("products.images.path", "hdf5.storage_locations.path").contains(fact.toString());
    }

    private TreeSet<String> uniqueColumns(ColumnFact fact) throws SQLException {
        return new TreeSet<>(indexes(fact, true).values());
    }

    /** The indexes of a column's table: their columns, separated by commas, by name. */
    private Map<String, String> indexes(ColumnFact fact, boolean unique) throws SQLException {
        Map<String, String> indexes = new HashMap<>();
        for (Map<String, String> index : pragma(fact, "index_list('" + fact.table() + "')", "name").values()) {
            if (index.get("unique").equals("1") == unique) {
                indexes.put(index.get("name"), String.join(",",
                        pragma(fact, "index_info('" + index.get("name") + "')", "seqno").values().stream()
                                .map(column -> column.get("name")).toList()));
            }
        }
        return indexes;
    }

    /** The rows of a pragma's answer, by one of its columns. */
    private Map<String, Map<String, String>> pragma(ColumnFact fact, String pragma, String by) throws SQLException {
        Map<String, Map<String, String>> answer = new LinkedHashMap<>();
        String file = files.get(database(fact)).toString();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM pragma_" + pragma)) {
            while (rows.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                }
                answer.put(row.get(by), row);
            }
        }
        return answer;
    }

    private static Database database(ColumnFact fact) {
        return Database.valueOf(fact.database().toUpperCase(java.util.Locale.ROOT));
    }
}
