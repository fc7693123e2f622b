package org.dsa110.contimg.rest.internal.write;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.TablesTest.post;
import static org.dsa110.contimg.rest.TablesTest.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TablesTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** A PATCH changes the columns that it names and no others. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class UpdateTest {
    private static final String IMAGES = "/api/v1/products/images";
    private static final String SUBBANDS = "/api/v1/ingest/subband_files";
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @ParameterizedTest
    @ValueSource(strings = {"application/merge-patch+json", "application/json"})
    void onlyTheNamedColumnsChange(String mediaType) {
        String location = image();
        Map<String, Object> before = get(location);
        Map<String, Object> after = given().contentType(mediaType).body("{\"noise_jy\":0.25,\"format\":null}")
                .patch(location).then().statusCode(200).contentType("application/json").extract().jsonPath()
                .getMap("$");
        Map<String, Object> expected = new LinkedHashMap<>(before);
        expected.put("noise_jy", 0.25f);
        expected.put("format", null);
        assertThat(after).isEqualTo(expected).isEqualTo(get(location));
    }

    @Test
    void aPatchWithoutColumnsAnswersWithTheRow() {
        String location = image();
        patch(location, "{}").statusCode(200).body("path", equalTo(mark));
    }

    @Test
    void keysThatArePathsOrHaveTwoColumnsAreFound() {
        String set = post("/api/v1/products/ms_index", "{\"path\":\"/a b/" + mark + "%2F.ms\"}").statusCode(201)
                .extract().header("Location");
        patch(set, "{\"stage\":\"imaged\"}").statusCode(200).body("stage", equalTo("imaged"));
        String first = subband(1);
        String second = subband(2);
        patch(second, "{\"path\":\"" + mark + "new\"}").statusCode(200).body("subband_idx", equalTo(2))
                .body("path", equalTo(mark + "new"));
        assertThat(get(first)).containsEntry("path", mark + "1");
    }

    @Test
    void columnsOfTheKeyMayBeRepeatedButNotChanged() {
        String location = subband(3);
        patch(location, "{\"group_id\":\"" + mark + "\",\"subband_idx\":3,\"path\":\"" + mark + "x\"}").statusCode(200)
                .body("path", equalTo(mark + "x"));
        problem(patch(location, "{\"subband_idx\":4,\"path\":\"" + mark + "y\"}"), 400, "subband_idx");
        problem(patch(location, "{\"group_id\":null}"), 400, "group_id");
        problem(patch(image(), "{\"id\":0}"), 400, "id");
        assertThat(get(location)).containsEntry("path", mark + "x").containsEntry("subband_idx", 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'colour':1} | colour", "{'noise_jy':1,'colour':1} | colour", "{'path':7} | path", "{'path':null} | path",
            "{'created_at':null} | created_at", "{'created_at':NaN} | created_at", "{'created_at':1e999} | created_at",
            "{'imsize_x':1.5} | imsize_x", "{'noise_jy':{'a':1}} | noise_jy", "{'noise_jy':[]} | noise_jy",
            "{'noise_jy':1,'noise_jy':2} | noise_jy", "{'noise_jy': | noise_jy", "{'type':'a\\u0000b'} | type",
            "{'type':'\\ud800'} | type", "[] | body", "[{}] | body", "null | body", "7 | body", "`` | body",
            "{} {} | body", "{'warnings':null} | warnings",
    })
    void aBadPatchIsNamedAndChangesNothing(String body, String field) {
        String location = image();
        Map<String, Object> before = get(location);
        problem(patch(location, body.replace('\'', '"')), 400, field);
        assertThat(get(location)).isEqualTo(before);
    }

    @Test
    void whatAColumnMayHoldIsCheckedAsForNewRows() {
        problem(patch(image(), "{\"field_name\":\"" + "x".repeat(4097) + "\"}"), 400, "field_name");
        String queue = "/api/v1/ingest/ingest_queue";
        String group = post(queue,
                "{\"group_id\":\"" + mark + "\",\"state\":\"pending\",\"received_at\":1,\"last_update\":1}")
                .statusCode(201).extract().header("Location");
        problem(patch(group, "{\"state\":\"done\"}"), 400, "state");
        problem(patch(group, "{\"state\":null}"), 400, "state");
        patch(group, "{\"state\":\"failed\"}").statusCode(200).body("state", equalTo("failed"));
    }

    @Test
    void aValueThatAnotherRowHasIsAConflict() {
        subband(5);
        String other = subband(6);
        problem(patch(other, "{\"path\":\"" + mark + "5\"}"), 409, "path");
        assertThat(get(other)).containsEntry("path", mark + "6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/0", "images/abc", "images/1/2", "ms_index/none"})
    void aRowThatIsNotThereIsAProblem(String path) {
        problem(patch("/api/v1/products/" + path, "{\"field_name\":\"x\"}"), 404, null);
        problem(patch("/api/v1/products/" + path, "{}"), 404, null);
    }

    @Test
    void whatTheFrameworkRefusesHasTheSameShape() {
        problem(given().contentType("text/plain").body("{}").patch(image()).then(), 415, null);
        problem(given().contentType("application/json-patch+json").body("[]").patch(image()).then(), 415, null);
        problem(patch(IMAGES, "{}"), 405, null);
        problem(given().contentType("application/json").body("{}").put(IMAGES).then(), 405, null);
        problem(given().contentType("application/merge-patch+json").body("{}").post(IMAGES).then(), 415, null);
        problem(patch(image(), "{\"path\":\"" + "x".repeat(9 << 20) + "\"}"), 413, null);
    }

    @Test
    void valuesThatOtherProgramsStoredStayAsTheyAre() throws SQLException {
        String location = image();
        String id = location.substring(location.lastIndexOf('/') + 1);
        String odd = "noise_jy = 'n/a', beam_pa_deg = 9e999, imsize_x = 2.5, pbcor = 'yes', field_name = x'00ff',"
                + " created_at = 'yesterday', freq_ghz = cast(x'61ff' as text)";
        sql("UPDATE images SET " + odd + " WHERE id = " + id);
        String before = sql(fingerprint(id, "type"));
        patch(location, "{\"type\":\"clean\"}").statusCode(200).body("type", equalTo("clean"))
                .body("noise_jy", equalTo("n/a")).body("beam_pa_deg", nullValue());
        assertThat(sql(fingerprint(id, "type"))).isEqualTo(before);
        patch(location, "{\"noise_jy\":0.5,\"created_at\":2}").statusCode(200).body("noise_jy", equalTo(0.5f));
        assertThat(sql("SELECT typeof(noise_jy) || typeof(created_at) FROM images WHERE id = " + id))
                .isEqualTo("realreal");
    }

    /** Storage class and bytes of every column of an image but one. */
    private String fingerprint(String id, String except) throws SQLException {
        String columns = sql(
                "SELECT group_concat('typeof(' || name || ') || quote(' || name || ') || hex(' || name || ')',"
                        + " ' || '';'' || ') FROM pragma_table_info('images') WHERE name <> '" + except + "'");
        return "SELECT " + columns + " FROM images WHERE id = " + id;
    }

    private String image() {
        return post(IMAGES, TablesTest.image(mark, Map.of("field_name", "before"))).statusCode(201).extract()
                .header("Location");
    }

    private String subband(int index) {
        return post(SUBBANDS, "{\"group_id\":\"" + mark + "\",\"subband_idx\":" + index + ",\"path\":\"" + mark + index
                + "\"}").statusCode(201).extract().header("Location");
    }

    private static Map<String, Object> get(String location) {
        return given().urlEncodingEnabled(false).get(location).then().statusCode(200).extract().jsonPath().getMap("$");
    }

    private static ValidatableResponse patch(String location, String body) {
        return given().urlEncodingEnabled(false).contentType("application/merge-patch+json").body(body).patch(location)
                .then();
    }

    /** The first value of the result, or null where there is none. */
    private String sql(String sql) throws SQLException {
        String file = files.get(Database.PRODUCTS).toString();
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000",
                new Properties());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}
