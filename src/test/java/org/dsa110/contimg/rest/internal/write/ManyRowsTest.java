package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** A POST of an array of rows stores all of them or none. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ManyRowsTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String MEASUREMENT_SETS = "/api/v1/products/ms_index";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void theAnswerHasTheStoredRowsInTheirOrder() {
        String rows = array(1000, i -> image("/" + i, Map.of("field_name", mark)));
        List<Map<String, Object>> answer = post(IMAGES, rows).statusCode(201).header("Location", nullValue())
                .body("path", equalTo(IntStream.range(0, 1000).mapToObj(i -> "/" + i).toList()))
                .body("pbcor", everyItem(equalTo(0))).extract().jsonPath().getList("$");
        List<Map<String, Object>> stored = given().queryParam("field_name", mark).queryParam("limit", 1000).get(IMAGES)
                .then().statusCode(200).extract().jsonPath().getList("items");
        assertThat(answer).isEqualTo(stored);
    }

    @Test
    void anArrayOfOneIsAnsweredWithAnArray() {
        post(IMAGES, "[" + image(mark, Map.of()) + "]").statusCode(201).body("path", contains(mark));
    }

    @Test
    void rowsWithAGivenKeyAreStoredToo() {
        post(MEASUREMENT_SETS, "[{\"path\":\"" + mark + "b\"},{\"stage\":\"s\",\"path\":\"" + mark + "a\"}]")
                .statusCode(201).body("path", contains(mark + "b", mark + "a"));
        String files = "[{'group_id':'MARK','subband_idx':1,'path':'MARK1'},{'group_id':'MARK','subband_idx':0,'path':'MARK0'}]"
                .replace("MARK", mark).replace('\'', '"');
        post("/api/v1/ingest/subband_files", files).statusCode(201).body("subband_idx", contains(1, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[] | body", "[{}] | [0].path", "[OK,7] | [1]", "[OK,null,OK] | [1]", "[OK,[OK]] | [1]",
            "[OK,{'colour':1}] | [1].colour", "[OK,OK,{'noise_jy':'x'}] | [2].noise_jy",
            "[OK,OK,{'noise_jy':1e999}] | [2].noise_jy", "[OK,{'id':7}] | [1].id", "[OK,{'path':{'a':[1]}}] | [1].path",
            "[OK,{'path':'a','path':'b'}] | [1].path", "[OK,{'path': | [1].path", "[OK, | [1]", "[OK] [OK] | body",
            "[OK,OK | [1]",
    })
    void whatIsWrongIsNamedWithItsPositionAndNothingIsStored(String body, String field) {
        String rows = body.replace("OK", image(mark, Map.of())).replace('\'', '"');
        problem(post(IMAGES, rows), 400, field);
        assertNothingStored();
    }

    @Test
    void everyBadRowIsReported() {
        String rows = "[{'path':7,'colour':1},OK,{'path':'p'},3]".replace("OK", image(mark, Map.of())).replace('\'',
                '"');
        post(IMAGES, rows).statusCode(400).body("violations.field",
                containsInAnyOrder("[0].path", "[0].colour", "[2].ms_path",
                        "[2].created_at", "[2].type", "[3]"));
        assertNothingStored();
    }

    @Test
    void ofManyViolationsTheFirstHundredAreReported() {
        post(IMAGES, array(1000, i -> image(mark, Map.of("noise_jy", i < 300 ? "x" : 1.0)))).statusCode(400)
                .body("violations", hasSize(100)).body("violations[99].field", equalTo("[99].noise_jy"))
                .body("detail", containsString("(and at least 100 more"));
        assertNothingStored();
    }

    @Test
    void moreThanAThousandRowsAreRefused() {
        problem(post(IMAGES, array(1001, i -> image(mark, Map.of()))), 400, "body");
        problem(post(IMAGES, "[" + "[],".repeat(2_000_000) + "{}]"), 400, "[0]");
        assertNothingStored();
    }

    @Test
    void aDuplicateNamesTheRow() {
        post(MEASUREMENT_SETS, "{\"path\":\"" + mark + "\"}").statusCode(201);
        problem(post(MEASUREMENT_SETS, array(3, i -> "{\"path\":\"" + mark + (i == 1 ? "" : i) + "\"}")), 409,
                "[1].path");
        problem(post(MEASUREMENT_SETS, array(4, i -> "{\"path\":\"" + mark + (i == 3 ? 0 : i + 5) + "\"}").replace(
                mark + "7", mark + "5")), 409, "[2].path");
        given().queryParam("path", mark + "0").get(MEASUREMENT_SETS).then().body("items", hasSize(0));
        given().queryParam("path", mark + "5").get(MEASUREMENT_SETS).then().body("items", hasSize(0));
    }

    /** Few rows share a transaction with other requests; many have one of their own. */
    @ParameterizedTest
    @ValueSource(ints = {63, 64, 1000})
    void ofManyRowsTheOneThatIsRefusedUndoesAll(int rows) throws SQLException {
        post(MEASUREMENT_SETS, "{\"path\":\"" + mark + "\"}").statusCode(201);
        problem(post(MEASUREMENT_SETS, array(rows, i -> "{\"stage\":\"" + mark + "\",\"path\":\"" + mark
                + (i == rows - 1 ? "" : "/" + i) + "\"}")), 409, "[" + (rows - 1) + "].path");
        given().queryParam("stage", mark).get(MEASUREMENT_SETS).then().body("items", hasSize(0));

        trigger("raised", "SELECT RAISE(ABORT, 'not today')");
        problem(post(IMAGES, array(rows, i -> image(i == rows - 1 ? "raised" : "/" + i, Map.of("field_name", mark)))),
                400, "[" + (rows - 1) + "]");
        given().queryParam("field_name", mark).get(IMAGES).then().body("items", hasSize(0));

        String duplicates = array(rows, i -> "{\"stage\":\"" + mark + "\",\"path\":\"" + mark + "/same\"}");
        for (int i = 0; i < 2; i++) {
            problem(given().header("Idempotency-Key", mark).contentType("application/json").body(duplicates)
                    .post(MEASUREMENT_SETS).then(), 409, "[1].path");
        }
        given().queryParam("stage", mark).get(MEASUREMENT_SETS).then().body("items", hasSize(0));

        given().header("Idempotency-Key", mark).contentType("application/json")
                .body(array(rows, i -> image("/" + i, Map.of("field_name", mark)))).post(IMAGES).then().statusCode(201);
        given().header("Idempotency-Key", mark).contentType("application/json")
                .body(array(rows, i -> image("/" + i, Map.of("field_name", mark)))).post(IMAGES).then().statusCode(201)
                .header("Idempotent-Replayed", "true");
        given().queryParam("field_name", mark).queryParam("limit", 1000).get(IMAGES).then().body("items",
                hasSize(rows));
    }

    @Test
    void manyRowsAreMergedIntoThoseThatAreThere() {
        int rows = 100;
        post(MEASUREMENT_SETS,
                array(rows / 2, i -> "{\"status\":\"" + mark + "\",\"path\":\"" + mark + "/" + i + "\"}"))
                .statusCode(201);
        post(MEASUREMENT_SETS + ":upsert",
                array(rows, i -> "{\"stage\":\"" + mark + "\",\"path\":\"" + mark + "/" + i + "\"}")).statusCode(200)
                .body("status", equalTo(Stream.concat(Collections.nCopies(rows / 2, mark).stream(),
                        Collections.nCopies(rows / 2, null).stream()).toList()));
        given().queryParam("stage", mark).queryParam("limit", 1000).get(MEASUREMENT_SETS).then()
                .body("items", hasSize(rows));
    }

    @Test
    void whatTheDatabaseRefusesNamesTheRow() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS refused (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES refused (id),"
                + " given TEXT)");
        trigger("dangling", "INSERT INTO refused (parent) VALUES (-1)");
        trigger("raised", "SELECT RAISE(ABORT, 'not today')");
        problem(post(IMAGES, array(5, i -> image(i == 3 ? "dangling" : "/", Map.of("field_name", mark)))), 409, "[3]");
        problem(post(IMAGES, array(5, i -> image(i == 4 ? "raised" : "/", Map.of("field_name", mark)))), 400, "[4]");
        problem(post(IMAGES, image("dangling", Map.of("field_name", mark))), 409, null);
        problem(post(IMAGES, image("raised", Map.of("field_name", mark))), 400, "body");
        given().queryParam("field_name", mark).get(IMAGES).then().body("items", hasSize(0));
    }

    @Test
    void aColumnThatOnlyTheFileSaysMustHaveAValueNamesTheRow() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS given (freq_ghz REAL NOT NULL)");
        trigger("missing", "INSERT INTO given VALUES (NEW.freq_ghz)");
        problem(post(IMAGES, array(2, i -> image(i == 1 ? "missing" : "/", Map.of("field_name", mark)))), 400,
                "[1].freq_ghz");
        given().queryParam("field_name", mark).get(IMAGES).then().body("items", hasSize(0));
    }

    private void assertNothingStored() {
        given().queryParam("path", mark).get(IMAGES).then().body("items", hasSize(0));
    }

    /** What happens besides when an image of this test with that path is inserted. */
    private void trigger(String path, String statement) throws SQLException {
        execute("CREATE TRIGGER \"" + path + mark + "\" AFTER INSERT ON images WHEN NEW.path = '" + path
                + "' AND NEW.field_name = '" + mark + "' BEGIN " + statement + "; END");
    }

    private void execute(String sql) throws SQLException {
        String file = files.get(Database.PRODUCTS).toString();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                new Properties()); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String array(int rows, IntFunction<String> row) {
        return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining(",", "[", "]"));
    }
}
