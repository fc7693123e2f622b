package org.dsa110.contimg.rest.internal.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.Waiting;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An export is imported again as it is, ids and all. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ExportGoesBackTest {
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String NDJSON = "application/x-ndjson";
    private static final int ROWS = 20;

    private final String mark = UUID.randomUUID().toString();
    private final long seed = new Random().nextLong();

    StateFiles files;

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "ndjson, application/x-ndjson"})
    void ofEachTableIntoAnEmptyOne(String form, String type) throws Exception {
        SampleRows samples = new SampleRows(seed);
        for (TableDescription<?> table : SampleRows.tables()) {
            delete(table, "1");
            awaitStatistics();
            for (int i = 0; i < ROWS; i++) {
                SampleRows.create(table, samples.full(table));
                compute(table, samples.computed(table));
            }
            // So that new ids would be others.
            String key = table.keys().get(0).sql();
            delete(table, key + " = (SELECT min(" + key + ") FROM " + table.name() + ")");
            List<String> stored = rows(table);
            byte[] export = given().queryParam("as", form).get(SampleRows.url(table)).then().statusCode(200).extract()
                    .asByteArray();
            delete(table, "1");
            ImportTest.upload(type, export).queryParam("ids", "keep").post(SampleRows.url(table) + ":import").then()
                    .body("failures", equalTo(List.of())).statusCode(200);
            assertThat(rows(table)).as("%s, seed %d", table, seed).isEqualTo(stored).isNotEmpty();
        }
    }

    @Test
    void aRowThatIsKeptMustHaveAnIdThatNoOtherHas() {
        String lines = "{\"id\":%d,%s\n{%s\n{\"id\":null,%s\n{\"id\":%d,%s";
        long id = -1L - (mark.hashCode() & 0xffffffffL);
        String rest = point().substring(1);
        ValidatableResponse answer = importRows("keep", NDJSON, lines.formatted(id, rest, rest, rest, id, rest))
                .statusCode(200).body("imported", equalTo(1));
        answer.body("failures.line", equalTo(List.of(2, 3, 4)));
        answer.body("failures[0].violations", equalTo(List.of(violation("id", "must be given, as ids are kept"))));
        answer.body("failures[1].violations", equalTo(List.of(violation("id", "must be given, as ids are kept"))));
        answer.body("failures[2].violations[0].field", equalTo("id"));
        importRows("keep", NDJSON, "{\"id\":9007199254740993," + rest).statusCode(200).body("failures[0].violations",
                equalTo(List.of(violation("id", "must be at most 9007199254740992, as later ids go on from it"))));
        given().get(PHOTOMETRY + "/" + id).then().statusCode(200).body("source_id", equalTo(mark));
    }

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "ndjson, application/x-ndjson"})
    void idsThatAreDroppedAreGivenAnew(String form, String type) {
        long before = given().contentType("application/json").body(point()).post(PHOTOMETRY).then().statusCode(201)
                .extract().jsonPath().getLong("id");
        String export = given().queryParam("as", form).queryParam("source_id", mark).get(PHOTOMETRY).then()
                .statusCode(200).extract().asString();
        importRows("refuse", type, export)
                .body(containsString("{\"field\":\"id\",\"message\":\"must be left out: the database gives it\"}"));
        importRows("drop", type, export).statusCode(200).body("imported", equalTo(1), "failed", equalTo(0));
        assertThat(given().queryParam("source_id", mark).get(PHOTOMETRY).then().extract().jsonPath()
                .getList("items.id", Long.class)).hasSize(2).doesNotHaveDuplicates().contains(before);
    }

    @Test
    void whatElseIsAskedForIsABadRequest() {
        importRows("all", NDJSON, point()).statusCode(400).body("violations",
                equalTo(List.of(violation("ids", "must be one of refuse, keep, drop"))));
        ImportTest.upload(NDJSON, point().getBytes(StandardCharsets.UTF_8)).queryParam("values", "all")
                .post(PHOTOMETRY + ":import").then()
                .statusCode(400)
                .body("violations", equalTo(List.of(violation("values", "must be one of checked, any"))));
    }

    @ParameterizedTest
    @CsvSource({"csv, text/csv", "ndjson, application/x-ndjson"})
    void whatNoClientMaySendGoesBackWhereAnyValueIsAskedFor(String form, String type) throws Exception {
        String columns = "(source_id, image_path, ra_deg, dec_deg, peak_jyb, snr, flags, quality_flag, mosaic_path)";
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(connection, "INSERT INTO photometry " + columns + " VALUES ('" + mark
                    + "', '', 9e999, -9e999, 'n/a', X'00ff', 2.5, X'', 'base64:')");
            RebuiltTable.execute(connection,
                    "INSERT INTO photometry " + columns + " VALUES ('" + mark + "', '/i', 1, 2, 3, 4, 5, '6', NULL)");
        }
        List<String> stored = measurements();
        String export = given().queryParam("as", form).queryParam("source_id", mark).get(PHOTOMETRY).then()
                .statusCode(200).extract().asString();
        delete(measured(), "source_id = '" + mark + "'");

        ValidatableResponse checked = importRows("keep", type, export).statusCode(200).body("imported", equalTo(1),
                "failed", equalTo(1));
        if (form.equals("csv")) {
            checked.body("failures[0].line", equalTo(2)).body("failures[0].violations.field",
                    equalTo(List.of("ra_deg", "dec_deg", "peak_jyb", "snr", "flags", "quality_flag")));
        } else {
            checked.body("failures[0].line", equalTo(1)).body("failures[0].violations.field",
                    hasItems("peak_jyb", "snr", "flags", "warnings"));
        }
        delete(measured(), "source_id = '" + mark + "'");

        importAny(type, export).body("failures", equalTo(List.of())).body("imported", equalTo(2));
        assertThat(measurements()).isEqualTo(stored).hasSize(2);
        importAny(type, export).body("imported", equalTo(0)).body("failures.violations.field.flatten()",
                equalTo(List.of("id", "id")));
    }

    @Test
    void whatNoExportSaysIsRefusedAlsoWhereAnyValueIsAskedFor() {
        String row = "{\"id\":%s,\"image_path\":\"/i\",\"ra_deg\":1,\"dec_deg\":2,\"snr\":%s,\"warnings\":%s}";
        String notes = String.join("\n", row.formatted("1", "\"AP8=\"", "\"snr is stored as bytes\""),
                row.formatted("1", "null", "[\"snr is stored as NaN, which JSON cannot express\"]"),
                row.formatted("1", "7", "[\"snr is stored as Infinity, which JSON cannot express\"]"),
                row.formatted("1", "null", "[\"colour is stored as Infinity, which JSON cannot express\"]"),
                row.formatted("1", "\"?\"", "[\"snr is stored as bytes, in Base64 here\"]"),
                row.formatted("1", "null", "[{\"snr\":[\"Infinity\"]}]"), row.formatted("\"x\"", "1", "[]"),
                row.formatted("1", "true", "[]"));
        importAny(NDJSON, notes).body("imported", equalTo(0)).body("failures.violations.field.flatten()", equalTo(
                List.of("warnings", "warnings", "warnings", "warnings", "warnings", "warnings", "id", "snr")));
        importAny("text/csv", "id,image_path,ra_deg,dec_deg\n1,/i,one,2\n1,/i,1,base64:?\nbase64:,/i,1,2\n1,,1,2\n")
                .body("imported", equalTo(0)).body("failures.violations.field.flatten()",
                        equalTo(List.of("ra_deg", "dec_deg", "id", "image_path")));
    }

    @Test
    void aRowThatRefersToNoneIsNamed() {
        String candidate = "{\"id\":%d,\"source_id\":\"%s\",\"flagged_at\":1,\"significance\":1,\"flag_type\":\"x\"}";
        ImportTest.upload(NDJSON, candidate.formatted(-1, mark).getBytes(StandardCharsets.UTF_8))
                .queryParam("ids", "keep").queryParam("values", "any").post("/api/v1/products/ese_candidates:import")
                .then().statusCode(200).body("failures.line", equalTo(List.of(1)))
                .body("failures[0].violations.message",
                        equalTo(List.of("refers to a row that is not there, or is referred to by others")));
    }

    private ValidatableResponse importAny(String type, String lines) {
        return ImportTest.upload(type, lines.getBytes(StandardCharsets.UTF_8)).queryParam("ids", "keep")
                .queryParam("values", "any").post(PHOTOMETRY + ":import").then().statusCode(200);
    }

    private static TableDescription<?> measured() {
        return SampleRows.tables().stream().filter(table -> table.toString().equals("products.photometry")).findFirst()
                .orElseThrow();
    }

    private List<String> measurements() throws SQLException {
        return AwkwardRows.rows(files.get(Database.PRODUCTS), measured()).stream().filter(row -> row.contains(mark))
                .toList();
    }

    private String point() {
        return "{\"source_id\":\"" + mark + "\",\"image_path\":\"/i\",\"ra_deg\":1,\"dec_deg\":2}";
    }

    private static Map<String, String> violation(String field, String message) {
        return Map.of("field", field, "message", message);
    }

    private static ValidatableResponse importRows(String ids, String type, String lines) {
        return ImportTest.upload(type, lines.getBytes(StandardCharsets.UTF_8)).queryParam("ids", ids)
                .post(PHOTOMETRY + ":import").then();
    }

    /** Those of sources that other tests measured are computed in the background, and would come between the rows. */
    private void awaitStatistics() throws Exception {
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            Waiting.until("no statistics are due",
                    () -> RebuiltTable.strings(connection, "SELECT source_id FROM variability_due").isEmpty());
        }
    }

    /** Gives the rows that have been computed by the service values of another program's. */
    private void compute(TableDescription<?> table, Map<String, Object> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        String assignments = values.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        try (Connection connection = RebuiltTable.connect(files.get(table.database()));
                PreparedStatement update = Statements.prepare(connection,
                        "UPDATE " + table.name() + " SET " + assignments
                                + " WHERE rowid = (SELECT max(rowid) FROM " + table.name() + ")",
                        new ArrayList<>(values.values()))) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private void delete(TableDescription<?> table, String condition) throws SQLException {
        try (Connection connection = RebuiltTable.connect(files.get(table.database()))) {
            RebuiltTable.execute(connection, "DELETE FROM " + table.name() + " WHERE " + condition);
        }
    }

    /** Each with all its values, told from others to the last bit, in the order of the key. */
    private List<String> rows(TableDescription<?> table) throws SQLException {
        String values = table.columns().stream().map(column -> "json_array(" + column.sql() + ")")
                .collect(Collectors.joining(" || "));
        String order = table.keys().stream().map(column -> column.sql()).collect(Collectors.joining(", "));
        try (Connection connection = RebuiltTable.connect(files.get(table.database()))) {
            return RebuiltTable.strings(connection,
                    "SELECT " + values + " FROM " + table.name() + " ORDER BY " + order);
        }
    }
}
