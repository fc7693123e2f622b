package org.dsa110.contimg.ingest.internal.steering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do with the whole queue, over HTTP. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SteeringTest {
    private static final String QUEUE = "/api/v1/ingest/queue/";

    private final String group = "2026-02-11T15:58:07 " + UUID.randomUUID();

    @BeforeEach
    void arrive() {
        given().contentType(ContentType.JSON)
                .body(Map.of("group_id", group, "state", "pending", "received_at", 1, "last_update", 1, "priority",
                        1000))
                .post("/api/v1/ingest/ingest_queue").then().statusCode(201);
    }

    @AfterEach
    void leave() {
        post("resume", Map.of("reason", "end of the test"));
        post("groups/" + group + "/reject", Map.of("reason", "end of the test"));
    }

    @Test
    void aPauseHasNoGroupGivenOutAndSaysSo() {
        post("pause", Map.of("reason", "the disk is changed")).statusCode(200).body("paused", equalTo(true))
                .body("by", equalTo("operator")).body("reason", equalTo("the disk is changed"))
                .body("since", notNullValue());

        claim("claims").body("claims", empty()).body("paused", equalTo(true));
        claim("claims?wait=0.3").body("claims", empty()).body("paused", equalTo(true));
        given().get(QUEUE + "status").then().statusCode(200).body("dispatching.paused", equalTo(true))
                .body("dispatching.reason", equalTo("the disk is changed")).body("eta_seconds", nullValue());
        given().get("/q/health/ready").then().statusCode(200);

        post("resume", Map.of("reason", "it is in")).statusCode(200).body("paused", equalTo(false));
        claim("claims").body("claims.group_id", hasItem(group)).body("paused", equalTo(false));
    }

    @Test
    void whoWaitsGetsAGroupWhenThePauseEnds() {
        post("pause", Map.of("reason", "x"));
        CompletableFuture<ValidatableResponse> waiting = CompletableFuture
                .supplyAsync(() -> claim("claims?wait=60"));

        post("resume", Map.of("reason", "y"));

        waiting.join().body("claims.group_id", hasItem(group));
    }

    @Test
    void whatIsSaidTwiceIsDoneOnceAndRecordedOnce() {
        post("pause", Map.of("reason", group)).body("reason", equalTo(group));
        post("pause", Map.of("reason", "second")).body("reason", equalTo(group));
        post("resume", Map.of("reason", "third")).body("paused", equalTo(false));
        post("resume", Map.of("reason", "fourth")).statusCode(200).body("paused", equalTo(false));

        given().queryParam("pause_reason", group).get("/api/v1/ingest/queue_pauses").then().statusCode(200)
                .body("items.size()", equalTo(1)).body("items[0].paused_at", notNullValue())
                .body("items[0].paused_by", equalTo("operator")).body("items[0].resume_reason", equalTo("third"))
                .body("items[0].resumed_at", notNullValue());
        given().get("/api/v1/ingest/queue_pauses?pause_reason=second").then().body("items", empty());
    }

    @Test
    void aConversionThatRunsGoesOnToItsEndInAPause() {
        String token = claim("claims").extract().jsonPath().getString("claims[0].token");
        post("pause", Map.of("reason", "x"));

        post("groups/" + group + "/heartbeat", Map.of("token", token)).statusCode(200);
        post("groups/" + group + "/complete", Map.of("token", token, "ms_path", "/ms/" + group)).statusCode(200);
    }

    @Test
    void theStatusCountsAndSaysWhoWorks() {
        given().get(QUEUE + "status").then().statusCode(200).body("counts.pending", greaterThanOrEqualTo(1))
                .body("counts.keySet()", hasItem("collecting")).body("oldest_age_seconds.pending", notNullValue());
        claim("claims");

        given().get(QUEUE + "status").then()
                .body("workers.find { it.worker == 'node 7' }.groups_held", greaterThanOrEqualTo(1))
                .body("workers.find { it.worker == 'node 7' }.attempts", greaterThanOrEqualTo(1));
    }

    @Test
    void whatIsWrongIsNamed() {
        post("pause", Map.of()).statusCode(400).body("violations[0].field", equalTo("reason"));
        post("pause", Map.of("reason", 7)).statusCode(400).body("violations[0].field", equalTo("reason"));
        post("resume", Map.of("reason", "x", "at", 1)).statusCode(400).body("violations[0].field", equalTo("at"));
        given().get(QUEUE + "status?state=pending").then().statusCode(400).body("violations[0].field",
                equalTo("state"));
        assertThat((Boolean) given().get(QUEUE + "status").path("dispatching.paused")).isFalse();
    }

    @Test
    void everyCallThatTheDocumentShowsIsThere() throws IOException {
        JsonPath api = given().queryParam("format", "json").get("/q/openapi").jsonPath();
        Matcher shown = Pattern.compile("^    (GET|POST) +(/api/v1/[^ ?]+)", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/queue.md")));
        int calls = 0;
        while (shown.find()) {
            Map<String, Object> path = api.getMap("paths.'" + shown.group(2) + "'");
            assertThat(path).as(shown.group()).isNotNull().containsKey(shown.group(1).toLowerCase(Locale.ROOT));
            calls++;
        }
        assertThat(calls).isGreaterThan(15);
    }

    private static ValidatableResponse claim(String path) {
        return post(path, Map.of("worker", "node 7")).statusCode(200);
    }

    private static ValidatableResponse post(String path, Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post(QUEUE + path).then();
    }
}
