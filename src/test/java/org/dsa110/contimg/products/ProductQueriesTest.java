package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** Images and measurement sets as people ask for them. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ProductQueriesTest {
    /** Times do not fit a float. */
    private static final JsonPathConfig EXACT = JsonPathConfig.jsonPathConfig()
            .numberReturnType(NumberReturnType.DOUBLE);
    private static final String IMAGES = "/api/v1/products/images";
    private static final String MS = "/api/v1/products/ms_index";
    private static final String STAGE = MS + ":stage";

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @Test
    void ofImagesThatShareAPathTheLowestNumberIsFound() {
        int first = image(mark, 9, "dirty");
        image(mark, 1, "dirty");
        given().queryParam("path", mark).queryParam("limit", 1).get(IMAGES).then().statusCode(200)
                .body("items.id", equalTo(List.of(first)));
        InProcess.ask(ImageRepository.class, (units, images) -> assertThat(
                units.read(Database.PRODUCTS, () -> images.findByPath(mark).orElseThrow().id).await().indefinitely())
                .isEqualTo(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "", "unknown"})
    void aPathThatNoImageHasIsNotFound(String path) {
        given().queryParam("path", path).get(IMAGES).then().statusCode(200).body("items", equalTo(List.of()));
        InProcess.ask(ImageRepository.class, (units, images) -> assertThat(
                units.read(Database.PRODUCTS, () -> images.findByPath(path)).await().indefinitely()).isEmpty());
    }

    @Test
    void imagesComeNewestFirstAndOfTheSameTimeTheLastEntered() {
        int old = image(mark + 1, 5, mark);
        int newest = image(mark + 2, 7, mark);
        int asOld = image(mark + 3, 5, mark);
        List<Integer> expected = List.of(newest, asOld, old);
        given().queryParam("type", mark).queryParam("order", "-created_at").get(IMAGES).then().statusCode(200)
                .body("items.id", equalTo(expected));
        given().queryParam("ms_path", "/ms" + mark).queryParam("order", "-created_at").get(IMAGES).then()
                .body("items.id", equalTo(expected));
        InProcess.ask(ImageRepository.class, (units, images) -> {
            List<List<Integer>> found = units.read(Database.PRODUCTS, () -> List.of(ids(images.newest(mark, 10)),
                    ids(images.newest(mark, 2)), ids(images.listByMsPath("/ms" + mark)))).await().indefinitely();
            assertThat(found).containsExactly(expected, expected.subList(0, 2), expected);
            assertThat(units.read(Database.PRODUCTS, () -> images.countByType(mark)).await().indefinitely())
                    .isEqualTo(3);
        });
    }

    @Test
    void measurementSetsThatWereNeverProcessedComeLast() {
        for (Double processedAt : Arrays.asList(null, 5.0, 7.0)) {
            Map<String, Object> row = new HashMap<>(
                    Map.of("path", mark + processedAt, "stage", mark, "status", "done"));
            row.put("processed_at", processedAt);
            post(MS, row).statusCode(201);
        }
        List<String> expected = List.of(mark + 7.0, mark + 5.0, mark + null);
        given().queryParam("stage", mark).queryParam("order", "-processed_at").get(MS).then().statusCode(200)
                .body("items.path", equalTo(expected));
        InProcess.ask(MeasurementSetRepository.class, (units, measurementSets) -> {
            assertThat(units
                    .read(Database.PRODUCTS,
                            () -> measurementSets.newest("done", mark, 10).stream().map(ms -> ms.path).toList())
                    .await().indefinitely()).isEqualTo(expected);
            assertThat(units.read(Database.PRODUCTS, () -> measurementSets.newest(null, mark, 1).size()).await()
                    .indefinitely())
                    .isEqualTo(1);
            assertThat(units.read(Database.PRODUCTS, () -> measurementSets.newest("other", mark, 1)).await()
                    .indefinitely())
                    .isEmpty();
        });
    }

    @Test
    void theStageOfAMeasurementSetIsSetWithItsTime() {
        post(MS, Map.of("path", mark, "stage", "converted", "status", "completed", "mid_mjd", 61000.5)).statusCode(201);
        double before = System.currentTimeMillis() / 1000.0;
        post(STAGE, Map.of("path", mark, "stage", "calibrated")).statusCode(200).header("ETag", notNullValue())
                .body("path", equalTo(mark)).body("stage", equalTo("calibrated")).body("status", equalTo("completed"))
                .body("mid_mjd", equalTo(61000.5f));
        assertThat(given().urlEncodingEnabled(false).get(MS + "/" + mark).jsonPath(EXACT).getDouble("stage_updated_at"))
                .isGreaterThanOrEqualTo(before - 0.001);
        post(STAGE, Map.of("path", mark, "stage", "imaged", "status", "failed")).statusCode(200)
                .body("stage", equalTo("imaged")).body("status", equalTo("failed"));
    }

    @Test
    void theStageOfAMeasurementSetThatIsNotThereIsNotFound() {
        post(STAGE, Map.of("path", mark, "stage", "imaged")).statusCode(404).contentType("application/problem+json")
                .body("detail", containsString(mark));
        InProcess.ask(MeasurementSetRepository.class, (units, measurementSets) -> assertThat(units
                .write(Database.PRODUCTS, () -> measurementSets.updateStage(mark, "imaged", null)).await()
                .indefinitely())
                .isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'stage':'a'} | path | must not be null", "{'path':'a'} | stage | must not be null",
            "{'path':'a','stage':null} | stage | must not be null", "{'path':'a','stage':1} | stage | must be a text",
            "{'path':'a','stage':'b','colour':1} | colour | known are path, stage, status",
            "{'path':'a','stage':'b','mid_mjd':1} | mid_mjd | known are path, stage, status",
            "[] | body | must be a JSON object",
            "nonsense | body | is not valid JSON"})
    void aBadStageIsNamed(String body, String field, String message) {
        given().urlEncodingEnabled(false).contentType(ContentType.JSON).body(body.replace('\'', '"')).post(STAGE).then()
                .statusCode(400)
                .contentType("application/problem+json").body("violations.field", hasItem(field))
                .body("violations[0].message", containsString(message));
    }

    @Test
    @DisabledOnIntegrationTest("is about Java code")
    void javaCodeMayChangeARowWithAPositionThatRestWouldNotTake() throws SQLException {
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000", new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO ms_index (path, pointing_ra_deg) VALUES ('" + mark + "', -12.5)");
        }
        InProcess.ask(MeasurementSetRepository.class, (units, measurementSets) -> {
            units.write(Database.PRODUCTS, () -> measurementSets.findById(mark).stage = "converted").await()
                    .indefinitely();
            MeasurementSet changed = units.read(Database.PRODUCTS, () -> measurementSets.findById(mark)).await()
                    .indefinitely();
            assertThat(changed.stage).isEqualTo("converted");
            assertThat(changed.pointingRaDeg).isEqualTo(-12.5);
        });
    }

    private static List<Integer> ids(List<Image> found) {
        return found.stream().map(image -> image.id.intValue()).toList();
    }

    private int image(String path, double createdAt, String type) {
        return post(IMAGES, Map.of("path", path, "ms_path", "/ms" + mark, "created_at", createdAt, "type", type))
                .statusCode(201)
                .extract().path("id");
    }

    private static io.restassured.response.ValidatableResponse post(String url, Map<String, Object> body) {
        return given().urlEncodingEnabled(false).contentType(ContentType.JSON).body(body).post(url).then();
    }
}
