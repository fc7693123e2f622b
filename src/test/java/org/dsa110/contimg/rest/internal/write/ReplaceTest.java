package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.image;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PUT makes a row what it says, and a DELETE takes it away. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ReplaceTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String MEASUREMENT_SETS = "/api/v1/products/ms_index/";
    private static final String SUBBANDS = "/api/v1/ingest/subband_files/";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void columnsThatAreNotSentGetTheirDefaultsOrNoValue() {
        String location = newImage(Map.of("noise_jy", 0.5, "format", "casa", "field_name", "before"));
        put(location, image(mark + "new", Map.of("imsize_x", 7))).statusCode(200).header("Location", nullValue())
                .body("path", equalTo(mark + "new")).body("imsize_x", equalTo(7)).body("format", equalTo("fits"))
                .body("noise_jy", nullValue()).body("field_name", nullValue());
        get(location).statusCode(200).body("path", equalTo(mark + "new")).body("noise_jy", nullValue());
    }

    @Test
    void aRowWithAKeyOfItsOwnIsCreatedWhereItIsAbsent() {
        String url = MEASUREMENT_SETS + "%2Fstage%2F" + mark + ".ms";
        put(url, "{\"stage\":\"converted\"}").statusCode(201).header("Location", equalTo(url))
                .body("path", equalTo("/stage/" + mark + ".ms")).body("cal_applied", equalTo(0));
        put(url, "{\"cal_applied\":1,\"path\":\"/stage/" + mark + ".ms\"}").statusCode(200)
                .body("stage", nullValue()).body("cal_applied", equalTo(1));
        put(SUBBANDS + mark + "/3", "{\"path\":\"" + mark + "\"}").statusCode(201)
                .body("group_id", equalTo(mark)).body("subband_idx", equalTo(3));
        get(SUBBANDS + mark + "/3").statusCode(200).body("path", equalTo(mark));
    }

    @Test
    void aRowWhoseKeyTheDatabaseGivesIsOnlyReplaced() {
        problem(put(IMAGES + "/987654321", image(mark, Map.of())), 404, null);
        problem(put(IMAGES + "/abc", image(mark, Map.of())), 404, null);
        given().queryParam("path", mark).queryParam("count", true).get(IMAGES).then().body("total", equalTo(0));
    }

    @Test
    void theKeyInTheBodyMustBeTheOneOfTheUrl() {
        String location = newImage(Map.of());
        String id = location.substring(location.lastIndexOf('/') + 1);
        put(location, image(mark, Map.of("id", Long.valueOf(id)))).statusCode(200);
        problem(put(location, image(mark, Map.of("id", 0))), 400, "id");
        problem(put(MEASUREMENT_SETS + mark, "{\"path\":\"" + mark + "x\"}"), 400, "path");
        problem(put(MEASUREMENT_SETS + mark, "{\"path\":null}"), 400, "path");
        problem(put(SUBBANDS + mark + "/3", "{\"path\":\"" + mark + "\",\"subband_idx\":4}"), 400, "subband_idx");
        get(MEASUREMENT_SETS + mark).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | path", "{'path':'p'} | ms_path", "{'path':'p'} | created_at", "{'colour':1} | colour",
            "{'path':7} | path", "[] | body", "`` | body", "{} {} | body",
    })
    void aBadBodyIsNamedAndChangesNothing(String body, String field) {
        String location = newImage(Map.of("field_name", "before"));
        problem(put(location, body.replace('\'', '"')), 400, field);
        get(location).body("field_name", equalTo("before"));
    }

    @Test
    void aKeyThatCannotBeStoredIsNotCreated() {
        problem(put(MEASUREMENT_SETS + "x".repeat(4097), "{}"), 400, "path");
    }

    @Test
    void aValueThatAnotherRowHasIsAConflict() {
        put(SUBBANDS + mark + "/1", "{\"path\":\"" + mark + "1\"}").statusCode(201);
        put(SUBBANDS + mark + "/2", "{\"path\":\"" + mark + "2\"}").statusCode(201);
        problem(put(SUBBANDS + mark + "/2", "{\"path\":\"" + mark + "1\"}"), 409, "path");
        problem(put(SUBBANDS + mark + "/3", "{\"path\":\"" + mark + "1\"}"), 409, "path");
        get(SUBBANDS + mark + "/2").body("path", equalTo(mark + "2"));
        get(SUBBANDS + mark + "/3").statusCode(404);
    }

    @Test
    void columnsThatOnlyTheFileKnowsStayAsTheyAre() throws SQLException {
        TestFile products = new TestFile(files, Database.PRODUCTS);
        if (products.sql("SELECT 1 FROM pragma_table_info('ms_index') WHERE name = 'theirs'") == null) {
            products.sql("ALTER TABLE ms_index ADD COLUMN theirs TEXT");
        }
        put(MEASUREMENT_SETS + mark, "{}").statusCode(201);
        products.sql("UPDATE ms_index SET theirs = 'kept' WHERE path = '" + mark + "'");
        put(MEASUREMENT_SETS + mark, "{\"stage\":\"imaged\"}").statusCode(200);
        assertThat(products.sql("SELECT theirs || stage FROM ms_index WHERE path = '" + mark + "'"))
                .isEqualTo("keptimaged");
    }

    @Test
    void aDeletedRowIsGone() {
        String location = newImage(Map.of());
        delete(location).statusCode(204).body(equalTo(""));
        get(location).statusCode(404);
        problem(delete(location), 404, null);
        put(SUBBANDS + mark + "/1", "{\"path\":\"" + mark + "1\"}").statusCode(201);
        put(SUBBANDS + mark + "/2", "{\"path\":\"" + mark + "2\"}").statusCode(201);
        delete(SUBBANDS + mark + "/1").statusCode(204);
        get(SUBBANDS + mark + "/2").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/0", "images/abc", "images/1/2", "ms_index/none"})
    void whatIsNotThereCannotBeDeleted(String path) {
        problem(delete("/api/v1/products/" + path), 404, null);
    }

    @Test
    void aRowThatOthersReferToIsNotDeletedNorIsOneStoredThatRefersToNothing() throws SQLException {
        TestFile products = new TestFile(files, Database.PRODUCTS);
        products.sql("CREATE TABLE IF NOT EXISTS referring (path TEXT REFERENCES ms_index (path))");
        put(MEASUREMENT_SETS + mark, "{}").statusCode(201);
        products.sql("INSERT INTO referring VALUES ('" + mark + "')");
        problem(delete(MEASUREMENT_SETS + mark), 409, null);
        get(MEASUREMENT_SETS + mark).statusCode(200);
        products.sql("CREATE TRIGGER \"" + mark + "\" AFTER INSERT ON ms_index WHEN NEW.path = '" + mark
                + "x' BEGIN INSERT INTO referring VALUES ('nothing'); END");
        problem(put(MEASUREMENT_SETS + mark + "x", "{}"), 409, null);
        get(MEASUREMENT_SETS + mark + "x").statusCode(404);
    }

    private String newImage(Map<String, Object> extra) {
        return post(IMAGES, image(mark, extra)).statusCode(201).extract().header("Location");
    }

    private static ValidatableResponse get(String location) {
        return given().urlEncodingEnabled(false).get(location).then();
    }

    private static ValidatableResponse delete(String location) {
        return given().urlEncodingEnabled(false).delete(location).then();
    }

    private static ValidatableResponse put(String location, String body) {
        return given().urlEncodingEnabled(false).contentType("application/json").body(body).put(location).then();
    }
}
