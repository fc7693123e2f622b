package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do with dead letters, over HTTP. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class DeadLettersTest {
    private static final String LETTERS = "/api/v1/products/dead_letter_queue";
    private static final String GROUPS = "/api/v1/ingest/ingest_queue";

    private final String group = "2026-02-11T15:58:07_" + UUID.randomUUID();
    private int letter;

    @BeforeEach
    void fail() {
        post(GROUPS, Map.of("group_id", group, "state", "failed", "received_at", 1, "last_update", 1, "retry_count", 2))
                .statusCode(201);
        letter = letter(
                Map.of("component", "ingest", "original_table", "ingest_queue", "original_id", group, "failed_at",
                        1.5, "error_message", "no disk"));
    }

    @AfterEach
    void leave() {
        given().delete(GROUPS + "/" + group).then().statusCode(204);
        given().delete(LETTERS + "/" + letter).then().statusCode(204);
    }

    @Test
    void whatIsRetriedIsPendingAndItsLetterSaysSo() {
        act("retry", Map.of("id", letter, "reason", "there is room now")).statusCode(200)
                .body("status", equalTo("retrying")).body("retry_count", equalTo(1))
                .body("resolution_note", equalTo("tried again by operator: there is room now"))
                .body("resolved_at", nullValue());

        given().get(GROUPS + "/" + group).then().body("state", equalTo("pending")).body("retry_count", equalTo(0));
        given().queryParam("group_id", group).get("/api/v1/ingest/queue_transitions").then()
                .body("items[1].reason", equalTo("dead letter " + letter + ": there is room now"))
                .body("items[1].changed_by", equalTo("operator"));
        listed("open").body("items.id", hasItem(letter));
    }

    /** The group was put back, and then the service was killed; or the operator has had no answer. */
    @Test
    void whatIsRetriedTwiceIsDoneOnce() {
        post("/api/v1/ingest/queue/groups/" + group + "/retry", Map.of("reason", "as the first half does"))
                .statusCode(200);

        act("retry", Map.of("id", letter, "reason", "x")).statusCode(200).body("status", equalTo("retrying"));
        act("retry", Map.of("id", letter, "reason", "y")).statusCode(200).body("retry_count", equalTo(1))
                .body("resolution_note", containsString("operator: x"));
        given().queryParam("group_id", group).get("/api/v1/ingest/queue_transitions").then().body("items.size()",
                equalTo(2));
    }

    @Test
    void theLetterOfACompletedGroupIsResolvedAndTheGroupStaysCompleted() {
        for (String state : new String[]{"pending", "in_progress", "completed"}) {
            given().contentType(ContentType.JSON).body(Map.of("state", state)).patch(GROUPS + "/" + group).then()
                    .statusCode(200);
        }

        act("retry", Map.of("id", letter, "reason", "x")).statusCode(200).body("status", equalTo("resolved"));

        given().get(GROUPS + "/" + group).then().body("state", equalTo("completed"));
    }

    @Test
    void whatIsResolvedHasANoteAndIsListedAmongTheSettled() {
        listed("open").body("items.id", hasItem(letter));
        listed("settled").body("items.id", not(hasItem(letter)));
        Map<String, Object> body = Map.of("id", letter, "resolution_note", "the data are lost");

        act("resolve", body).statusCode(200).body("status", equalTo("resolved"))
                .body("resolution_note", equalTo("the data are lost")).body("resolved_by", equalTo("operator"))
                .body("resolved_at", notNullValue());

        act("resolve", body).statusCode(200);
        act("resolve", Map.of("id", letter, "resolution_note", "or not")).statusCode(409)
                .body("violations[0].field", equalTo("status"));
        act("retry", Map.of("id", letter, "reason", "x")).statusCode(409).body("violations[0].field",
                equalTo("status"));
        listed("settled").body("items.id", hasItem(letter));
        listed("open").body("items.id", not(hasItem(letter)));
        given().get(GROUPS + "/" + group).then().body("state", equalTo("failed"));
    }

    @Test
    void whatIsNotAboutAGroupOfTheQueueCanOnlyBeResolved() {
        int other = letter(Map.of("component", "imaging", "ms_path", "/ms/" + group));
        int gone = letter(Map.of("original_table", "ingest_queue", "original_id", "gone " + group));

        act("retry", Map.of("id", other, "reason", "x")).statusCode(409).body("violations[0].field",
                equalTo("original_table"));
        act("retry", Map.of("id", gone, "reason", "x")).statusCode(409).body("violations[0].field",
                equalTo("original_id"));
        for (int id : new int[]{other, gone}) {
            given().get(LETTERS + "/" + id).then().body("status", equalTo("pending"));
            act("resolve", Map.of("id", id, "resolution_note", "done by hand")).statusCode(200);
            given().delete(LETTERS + "/" + id);
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        act("retry", Map.of("id", 9_000_000, "reason", "x")).statusCode(404);
        act("resolve", Map.of("id", 9_000_000, "resolution_note", "x")).statusCode(404);
        act("retry", Map.of("id", "x", "why", "x")).statusCode(400).body("violations.field",
                containsInAnyOrder("id", "why"));
        act("resolve", Map.of("id", letter)).statusCode(400).body("violations[0].field", equalTo("resolution_note"));
        given().get(LETTERS + "/" + letter).then().body("status", equalTo("pending"));
    }

    private static int letter(Map<String, Object> row) {
        return post(LETTERS, row).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse listed(String list) {
        return given().queryParam("limit", 1000).get(LETTERS + "/" + list).then().statusCode(200);
    }

    private static ValidatableResponse act(String action, Map<String, Object> body) {
        return post(LETTERS + ":" + action, body);
    }

    private static ValidatableResponse post(String path, Map<String, Object> body) {
        return given().urlEncodingEnabled(false).contentType(ContentType.JSON).body(body).post(path).then();
    }
}
