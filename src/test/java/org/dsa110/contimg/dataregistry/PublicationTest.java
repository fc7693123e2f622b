package org.dsa110.contimg.dataregistry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of a data product from staging to published, and the lists of what is to be published. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class PublicationTest {
    /** Times do not fit a float. */
    private static final JsonPathConfig EXACT = JsonPathConfig.jsonPathConfig()
            .numberReturnType(NumberReturnType.DOUBLE);
    private static final String TABLE = "/api/v1/data_registry/data_registry";

    private final String id = UUID.randomUUID().toString();

    @Test
    void aProductGoesFromStagingToPublished() {
        double before = System.currentTimeMillis() / 1000.0 - 0.001;
        ValidatableResponse staged = stage("image").statusCode(201).body("status", equalTo("staging"))
                .body("finalization_status", equalTo("pending")).body("publish_attempts", equalTo(0))
                .body("published_at", nullValue());
        assertThat(staged.extract().jsonPath(EXACT).getDouble("staged_at")).isGreaterThan(before);
        act("finalize", Map.of("data_id", id, "validation_status", "validated", "qa_status", "passed")).statusCode(200)
                .body("finalization_status", equalTo("finalized")).body("status", equalTo("staging"));
        ValidatableResponse published = act("publish",
                Map.of("data_id", id, "published_path", "/pub", "publish_mode", "auto"))
                .statusCode(200).header("ETag", notNullValue()).body("status", equalTo("published"))
                .body("published_path", equalTo("/pub")).body("publish_mode", equalTo("auto"))
                .body("publish_attempts", equalTo(1))
                .body("publish_error", nullValue());
        assertThat(published.extract().jsonPath(EXACT).getDouble("published_at")).isGreaterThan(before);
    }

    @Test
    void whatIsSaidTwiceIsDoneOnce() {
        String first = stage("ms").statusCode(201).extract().header("ETag");
        stage("ms").statusCode(200).header("ETag", equalTo(first));
        String finalized = act("finalize", Map.of("data_id", id, "validation_status", "validated")).statusCode(200)
                .extract()
                .header("ETag");
        act("finalize", Map.of("data_id", id)).statusCode(200).header("ETag", equalTo(finalized));
        String published = publish("/pub").statusCode(200).extract().header("ETag");
        publish("/pub").statusCode(200).header("ETag", equalTo(published));
        publish("/elsewhere").statusCode(409).body("violations.field", hasItem("status"));
    }

    @Test
    void publishingWithoutAPathIsRefused() {
        ready("ms");
        Map<String, Object> withNull = new HashMap<>(Map.of("data_id", id));
        withNull.put("published_path", null);
        for (Map<String, Object> body : List.of(Map.<String, Object>of("data_id", id), withNull,
                Map.<String, Object>of("data_id", id, "published_path", " "))) {
            act("publish", body).statusCode(400).body("violations.field", equalTo(List.of("published_path")));
        }
        row().body("status", equalTo("staging")).body("published_at", nullValue()).body("publish_attempts", equalTo(0));
        InProcess.ask(DataProductRepository.class, (units, repository) -> assertThatThrownBy(
                () -> write(units, () -> repository.publish(id, null, "manual")))
                .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void aProductThatIsNotReadyIsNotPublishedAndTheAnswerSaysWhy() {
        stage("image").statusCode(201);
        publish("/pub").statusCode(409).contentType("application/problem+json")
                .body("violations.field", equalTo(List.of("finalization_status", "validation_status", "qa_status")))
                .body("violations[0].message", equalTo("is 'pending', not 'finalized'"))
                .body("violations[2].message", equalTo("is null, not 'passed'"));
        act("finalize", Map.of("data_id", id, "validation_status", "validated", "qa_status", "failed")).statusCode(200);
        publish("/pub").statusCode(409).body("violations.field", equalTo(List.of("qa_status")));
        row().body("publish_attempts", equalTo(0)).body("published_path", nullValue());
        InProcess.ask(DataProductRepository.class, (units, repository) -> assertThat(
                write(units, () -> repository.publish(id, "/pub", "manual"))).isFalse());
    }

    @Test
    void aRowThatSaysThatItIsPublishedKeepsTheRule() {
        String url = "/api/v1/data_registry/data_registry/" + stage("image").extract().path("id");
        change(url, "{\"status\":\"published\"}").statusCode(409).body("violations.field",
                equalTo(List.of("published_path",
                        "published_at", "finalization_status", "validation_status", "qa_status")));
        row().body("status", equalTo("staging"));
        change(url,
                "{\"finalization_status\":\"finalized\",\"validation_status\":\"validated\",\"qa_status\":\"passed\"}")
                .statusCode(200);
        change(url, "{\"status\":\"published\",\"published_path\":\" \",\"published_at\":1}").statusCode(409)
                .body("violations.field", equalTo(List.of("published_path")));
        change(url, "{\"status\":\"published\",\"published_path\":\"/pub\",\"published_at\":1}").statusCode(200);
        change(url, "{\"published_path\":null}").statusCode(409);
        change(url, "{\"metadata_json\":\"{}\",\"status\":\"archived\",\"published_path\":null}").statusCode(200);
        String lines = "data_type,data_id,base_path,stage_path,created_at,staged_at,status\nms," + id
                + "1,/b,/s,1,1,published\nms," + id + "2,/b,/s,1,1,staging\n";
        given().contentType("text/csv;charset=utf-8").body(lines).post("/api/v1/data_registry/data_registry:import")
                .then()
                .statusCode(200).body("imported", equalTo(1)).body("failures.line", equalTo(List.of(2)))
                .body("failures[0].violations.field", hasItem("published_path"));
    }

    private static ValidatableResponse change(String url, String patch) {
        return given().contentType("application/json").body(patch).patch(url).then();
    }

    @Test
    void onlyImagesNeedQualityAssessment() {
        ready("ms");
        publish("/pub").statusCode(200);
    }

    @Test
    void aProductThatNeedsAPersonIsNotPublishedWithoutOne() {
        Map<String, Object> body = new HashMap<>(product("ms"));
        body.put("auto_publish_enabled", 0);
        act("stage", body).statusCode(201).body("auto_publish_enabled", equalTo(0));
        act("finalize", Map.of("data_id", id, "validation_status", "validated")).statusCode(200);
        act("publish", Map.of("data_id", id, "published_path", "/pub", "publish_mode", "auto")).statusCode(409)
                .body("violations.field", equalTo(List.of("auto_publish_enabled")));
        publish("/pub").statusCode(200).body("publish_mode", equalTo("manual"));
    }

    @Test
    void aFailedAttemptIsCountedAndKept() {
        ready("ms");
        fail("disk full").statusCode(200).body("publish_attempts", equalTo(1))
                .body("publish_error", equalTo("disk full"))
                .body("status", equalTo("staging"));
        fail("again").statusCode(200).body("publish_attempts", equalTo(2)).body("publish_error", equalTo("again"));
        publish("/pub").statusCode(200).body("publish_attempts", equalTo(3)).body("publish_error", nullValue());
        fail("late").statusCode(409).body("violations[0].message", equalTo("is 'published', not 'staging'"));
        row().body("publish_attempts", equalTo(3)).body("publish_error", nullValue());
    }

    @Test
    void anotherProductOfTheSameNameIsAConflict() {
        stage("ms").statusCode(201);
        stage("image").statusCode(409).body("violations.field", equalTo(List.of("data_type")));
        Map<String, Object> body = new HashMap<>(product("ms"));
        body.putAll(Map.of("auto_publish_enabled", 0, "metadata_json", "{}"));
        act("stage", body).statusCode(409)
                .body("violations.field", equalTo(List.of("metadata_json", "auto_publish_enabled")))
                .body("violations.message", equalTo(List.of("is null", "is '1'")));
        row().body("data_type", equalTo("ms"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        act("finalize", Map.of("data_id", id)).statusCode(404).contentType("application/problem+json");
        publish("/pub").statusCode(404);
        fail("why").statusCode(404);
    }

    @Test
    void whatIsPendingAndWhatIsReadyAreListsOfTheirOwn() {
        stage("image").statusCode(201);
        String other = add("other", "image", Map.of("created_at", 1));
        String disabled = add("disabled", "image", Map.of("auto_publish_enabled", 0));
        assertThat(listed("pending_publish")).containsExactly(other, id).doesNotContain(disabled);
        assertThat(listed("ready_to_publish")).isEmpty();
        Map<String, Object> finalized = Map.of("finalization_status", "finalized", "validation_status", "validated",
                "created_at", 2);
        String ms = add("ms", "ms", finalized);
        add("unassessed", "image", finalized);
        Map<String, Object> passed = new HashMap<>(finalized);
        passed.putAll(Map.of("qa_status", "passed", "auto_publish_enabled", 0, "created_at", 1));
        String image = add("image", "image", passed);
        passed.putAll(Map.of("status", "published", "published_path", "/pub", "published_at", 1));
        add("published", "image", passed);
        passed.putAll(Map.of("status", "staging", "validation_status", "failed"));
        add("invalid", "image", passed);
        assertThat(listed("ready_to_publish")).containsExactly(image, ms);
        assertThat(listed("pending_publish")).containsExactly(other, id);
        InProcess.ask(DataProductRepository.class, (units, repository) -> {
            assertThat(names(units, () -> repository.readyToPublish(1000))).containsSubsequence(image, ms);
            assertThat(names(units, () -> repository.pendingPublish(1000))).containsSubsequence(other, id)
                    .doesNotContain(disabled, ms);
            assertThat(names(units, () -> repository.newest("staging", "ms", 1000))).contains(ms)
                    .doesNotContain(image);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "publish | {'data_id':'x','published_path':'/a','publish_mode':'never'} | publish_mode | auto or manual",
            "publish | {'published_path':'/a'} | data_id | must not be null",
            "publish | {'data_id':'x','published_path':7} | published_path | must be a text",
            "publish | {'data_id':'x','published_path':'/a','status':'published'} | status | known are data_id, published_path, publish_mode",
            "stage | {'data_id':'x'} | stage_path | must not be null",
            "stage | {'data_type':'ms','data_id':'x','base_path':'/b','stage_path':'/s','auto_publish_enabled':2} | auto_publish_enabled | 0 or 1",
            "finalize | {} | data_id | must not be null",
            "publish_failed | {'data_id':'x'} | publish_error | must not be null",
            "finalize | 7 | body | must be a JSON object"})
    void badInputIsNamed(String action, String body, String field, String message) {
        given().urlEncodingEnabled(false).contentType(ContentType.JSON).body(body.replace('\'', '"'))
                .post(TABLE + ":" + action).then()
                .statusCode(400).contentType("application/problem+json").body("violations.field", hasItem(field))
                .body("violations.message", hasItem(containsString(message)));
    }

    private void ready(String type) {
        stage(type).statusCode(201);
        act("finalize", Map.of("data_id", id, "validation_status", "validated")).statusCode(200);
    }

    private ValidatableResponse stage(String type) {
        return act("stage", product(type));
    }

    private ValidatableResponse publish(String path) {
        return act("publish", Map.of("data_id", id, "published_path", path));
    }

    private ValidatableResponse fail(String why) {
        return act("publish_failed", Map.of("data_id", id, "publish_error", why));
    }

    private Map<String, Object> product(String type) {
        return Map.of("data_type", type, "data_id", id, "base_path", "/base/" + id, "stage_path", "/stage");
    }

    private static ValidatableResponse act(String action, Map<String, Object> body) {
        return given().urlEncodingEnabled(false).contentType(ContentType.JSON).body(body).post(TABLE + ":" + action)
                .then();
    }

    private ValidatableResponse row() {
        int number = given().queryParam("data_id", id).get(TABLE).path("items[0].id");
        return given().get(TABLE + "/" + number).then().statusCode(200);
    }

    private String add(String name, String type, Map<String, Object> values) {
        Map<String, Object> row = new HashMap<>(product(type));
        row.putAll(Map.of("data_id", id + name, "created_at", 5, "staged_at", 5));
        row.putAll(values);
        given().contentType(ContentType.JSON).body(row).post(TABLE).then().statusCode(201);
        return id + name;
    }

    private List<String> listed(String list) {
        return given().queryParam("base_path", "/base/" + id).get(TABLE + "/" + list).then().statusCode(200).extract()
                .path("items.data_id");
    }

    private static List<String> names(UnitExecutor units, Callable<List<DataProduct>> work) {
        return units.read(Database.DATA_REGISTRY, work).await().indefinitely().stream().map(product -> product.dataId)
                .toList();
    }

    private static <T> T write(UnitExecutor units, Callable<T> work) {
        return units.write(Database.DATA_REGISTRY, work).await().indefinitely();
    }
}
