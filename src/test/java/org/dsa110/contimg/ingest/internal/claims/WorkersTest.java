package org.dsa110.contimg.ingest.internal.claims;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers and operators of the queue over HTTP. Groups of other tests are in the way of none: these have a higher priority. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class WorkersTest {
    private static final String QUEUE = "/api/v1/ingest/queue";
    private static final String ROWS = "/api/v1/ingest/ingest_queue/";

    private final String group = "2026-02-11T15:58:07 " + UUID.randomUUID();

    @BeforeEach
    void arrive() {
        row("pending");
        for (int subband : List.of(3, 1)) {
            given().contentType(ContentType.JSON)
                    .body(Map.of("group_id", group, "subband_idx", subband, "path", "/in/" + group + subband))
                    .post("/api/v1/ingest/subband_files").then().statusCode(201);
        }
    }

    /** So that no test after this one claims it. */
    @AfterEach
    void leave() {
        given().contentType(ContentType.JSON).body("{\"reason\": \"end of the test\"}")
                .post(QUEUE + "/groups/" + group + "/reject");
    }

    @Test
    void aGroupIsClaimedShownToBeAliveAndCompleted() {
        Map<String, Object> claim = claim(Map.of("worker", "node7", "lease_seconds", 600));
        assertThat(claim).containsEntry("group_id", group).containsEntry("attempt", 1);
        assertThat(claim.get("files")).isEqualTo(List.of(Map.of("subband_idx", 1, "path", "/in/" + group + 1),
                Map.of("subband_idx", 3, "path", "/in/" + group + 3)));
        String token = (String) claim.get("token");

        act("heartbeat", Map.of("token", token)).statusCode(200).body("lease_seconds", equalTo(600f));
        act("complete", Map.of("token", token, "ms_path", "/ms/" + group, "load_time", 1.5)).statusCode(200)
                .body("state", equalTo("completed"));
        act("complete", Map.of("token", token, "ms_path", "/ms/" + group)).statusCode(200).body("state",
                equalTo("completed"));
        act("heartbeat", Map.of("token", token)).statusCode(409).body("detail", containsString("any more"));

        stored().body("state", equalTo("completed")).body("processing_stage", equalTo("completed"))
                .body("completed_at", notNullValue());
        given().get("/api/v1/ingest/performance_metrics/" + group).then().body("load_time", equalTo(1.5f));
        history().body("items", hasSize(3)).body("items[1].changed_by", equalTo("node7")).body("items[2].to_state",
                equalTo("completed"));
    }

    @Test
    void groupsAreCompletedTogetherAndOneThatIsLostKeepsNoOtherFromIt() {
        String token = (String) claim(Map.of("worker", "node7")).get("token");
        List<Map<String, Object>> all = List.of(
                Map.of("group_id", "of nobody", "token", "t", "ms_path", "/ms/1"),
                Map.of("group_id", group, "token", token, "ms_path", "/ms/" + group, "load_time", 2.5),
                Map.of("group_id", group, "token", token, "ms_path", "/ms/" + group));

        for (int i = 0; i < 2; i++) {
            given().contentType(ContentType.JSON).body(all).post(QUEUE + "/completions").then().statusCode(200)
                    .body("groups.group_id", equalTo(List.of("of nobody", group, group)))
                    .body("groups.completed", equalTo(List.of(false, true, true)));
        }

        stored().body("state", equalTo("completed"));
        history().body("items", hasSize(3));
        given().get("/api/v1/ingest/performance_metrics/" + group).then().body("load_time", equalTo(2.5f));
    }

    @Test
    void whatIsWrongWithOneOfSeveralCompletionsIsNamedAndNoneIsStored() {
        String token = (String) claim(Map.of("worker", "node7")).get("token");
        given().contentType(ContentType.JSON)
                .body(List.of(Map.of("group_id", group, "token", token, "ms_path", "/ms/" + group),
                        Map.of("group_id", group, "token", token, "load_time", -1)))
                .post(QUEUE + "/completions").then().statusCode(400)
                .body("violations.field", equalTo(List.of("[1].load_time")));
        given().contentType(ContentType.JSON)
                .body(List.of(Map.of("group_id", group, "token", token, "ms_path", "relative")))
                .post(QUEUE + "/completions").then().statusCode(400)
                .body("violations.field", equalTo(List.of("[0].ms_path")));
        given().contentType(ContentType.JSON).body("[]").post(QUEUE + "/completions").then().statusCode(400);

        stored().body("state", equalTo("in_progress"));
        act("release", Map.of("token", token)).statusCode(200);
    }

    @Test
    void aFailureIsTriedAgainAndOneForGoodIsNot() {
        String first = (String) claim(Map.of("worker", "node7")).get("token");
        act("fail", Map.of("token", first, "error", "no disk")).statusCode(200).body("state", equalTo("pending"))
                .body("not_before", notNullValue());
        stored().body("error", equalTo("no disk")).body("retry_count", equalTo(1));
        patch(Map.of("not_before", 1)).statusCode(200);
        Map<String, Object> second = claim(Map.of("worker", "node8"));
        assertThat(second).containsEntry("attempt", 2);

        act("fail", Map.of("token", second.get("token"), "error", "no data", "retryable", false)).statusCode(200)
                .body("state", equalTo("failed")).body("not_before", nullValue());
    }

    @Test
    void aGroupThatIsGivenBackIsPending() {
        String token = (String) claim(Map.of("worker", "node7")).get("token");

        act("release", Map.of("token", token, "reason", "going home")).statusCode(200).body("state",
                equalTo("pending"));

        history().body("items[2].reason", equalTo("going home"));
    }

    @Test
    void aWorkerThatWaitsGetsAGroupAsSoonAsThereIsOne() {
        String taken = (String) claim(Map.of("worker", "node7")).get("token");
        CompletableFuture<ValidatableResponse> waiting = CompletableFuture.supplyAsync(() -> given()
                .contentType(ContentType.JSON).body(Map.of("worker", "node8")).post(QUEUE + "/claims?wait=60").then());

        act("release", Map.of("token", taken)).statusCode(200);

        waiting.join().statusCode(200).body("claims[0].group_id", equalTo(group));
    }

    @Test
    void whatIsWrongIsNamed() {
        given().contentType(ContentType.JSON).body("{\"max\": 0, \"lease_seconds\": 0.5, \"who\": 1}")
                .post(QUEUE + "/claims")
                .then().statusCode(400).body("violations.field", equalTo(List.of("max", "lease_seconds", "who")));
        given().contentType(ContentType.JSON).body("{}").post(QUEUE + "/claims").then().statusCode(400)
                .body("violations[0].field", equalTo("worker"));
        given().contentType(ContentType.JSON).body("{\"worker\": \"w\"}").post(QUEUE + "/claims?wait=61").then()
                .statusCode(400)
                .body("violations[0].field", equalTo("wait"));
        given().contentType(ContentType.JSON).body("{\"worker\": \"w\"}").post(QUEUE + "/claims?wail=6").then()
                .statusCode(400)
                .body("violations[0].field", equalTo("wail"));
        act("complete", Map.of("token", "t", "ms_path", "relative")).statusCode(400).body("violations[0].field",
                equalTo("ms_path"));
        act("fail", Map.of("token", "t", "error", "e", "retryable", 1)).statusCode(400)
                .body("violations[0].field", equalTo("retryable"));
        stored().body("state", equalTo("pending"));
    }

    @Test
    void aStateIsNotWrittenOverAnyOther() {
        patch(Map.of("state", "completed")).statusCode(409).body("violations[0].field", equalTo("state"))
                .body("violations[0].message", equalTo("must be pending, or one of in_progress, failed"));
        patch(Map.of("state", "in_progress")).statusCode(200).body("processing_stage", equalTo("in_progress"));
        patch(Map.of("state", "completed")).statusCode(200);
        patch(Map.of("state", "pending")).statusCode(409);
        patch(Map.of("state", "completed", "chunk_minutes", 5)).statusCode(200);

        stored().body("state", equalTo("completed")).body("processing_stage", equalTo("completed"));
        history().body("items[2].changed_by", equalTo("REST"));
    }

    @Test
    void whatGoesAlongWithTheStateOfANewRowDoesSoUnlessTheRowSaysMore() {
        stored().body("processing_stage", equalTo("pending")).body("last_update", equalTo(1f));
        String imported = group + " imported";
        given().contentType(ContentType.JSON)
                .body(Map.of("group_id", imported, "state", "completed", "processing_stage", "validated",
                        "received_at", 1, "last_update", 1))
                .post("/api/v1/ingest/ingest_queue").then().statusCode(201)
                .body("processing_stage", equalTo("validated"));
    }

    @Test
    void patchingARunningGroupToPendingStartsNoSecondConverter() {
        String token = (String) claim(Map.of("worker", "node7")).get("token");

        patch(Map.of("state", "pending")).statusCode(409).body("detail", containsString("node7"));
        given().delete(ROWS + group).then().statusCode(409);

        stored().body("state", equalTo("in_progress"));
        act("complete", Map.of("token", token, "ms_path", "/ms/" + group)).statusCode(200);
    }

    @Test
    void operatorsHaveGroupsTriedAgain() {
        act("reject", Map.of("reason", "test data")).statusCode(200).body("state", equalTo("failed"));
        act("reopen", Map.of("reason", "why not")).statusCode(409).body("violations[0].message",
                equalTo("must be completed"));
        act("retry", Map.of("reason", "no test after all")).statusCode(200).body("state", equalTo("pending"));
        String token = (String) claim(Map.of("worker", "node7")).get("token");
        act("retry", Map.of("reason", "again")).statusCode(409).body("detail", containsString("in_progress"));
        act("complete", Map.of("token", token, "ms_path", "/ms/" + group)).statusCode(200);
        act("reopen", Map.of("reason", "wrong flags")).statusCode(200).body("state", equalTo("pending"));

        history().body("items[-1].reason", equalTo("wrong flags")).body("items[-1].changed_by", equalTo("operator"));
        given().contentType(ContentType.JSON).body("{\"reason\": \"r\"}").post(QUEUE + "/groups/none/retry").then()
                .statusCode(404);
    }

    private void row(String state) {
        given().contentType(ContentType.JSON)
                .body(new HashMap<>(Map.of("group_id", group, "state", state, "received_at", 1,
                        "last_update", 1, "priority", System.nanoTime() / 1000)))
                .post("/api/v1/ingest/ingest_queue").then().statusCode(201);
    }

    private Map<String, Object> claim(Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post(QUEUE + "/claims").then().statusCode(200)
                .body("claims", hasSize(1)).body("claims[0].group_id", equalTo(group)).extract().path("claims[0]");
    }

    private ValidatableResponse act(String verb, Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post(QUEUE + "/groups/" + group + "/" + verb).then();
    }

    private ValidatableResponse patch(Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).patch(ROWS + group).then();
    }

    private ValidatableResponse stored() {
        return given().get(ROWS + group).then().statusCode(200);
    }

    private ValidatableResponse history() {
        return given().queryParam("group_id", group).get("/api/v1/ingest/queue_transitions").then().statusCode(200);
    }
}
