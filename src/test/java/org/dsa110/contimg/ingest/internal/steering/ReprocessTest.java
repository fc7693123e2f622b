package org.dsa110.contimg.ingest.internal.steering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How operators have many groups converted again, over HTTP. The ids are of a time before all other tests'. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ReprocessTest {
    private static final String ROWS = "/api/v1/ingest/ingest_queue";

    private final String day = "1970 " + UUID.randomUUID() + " ";
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void leave() {
        made.forEach(group -> given().delete(ROWS + "/" + group).then().statusCode(204));
    }

    @Test
    void allOfARangeOfTimeIsPendingWithAllItsAttempts() {
        String before = group("10", "completed");
        String first = group("11", "completed");
        String second = group("12", "failed");
        group("13", "collecting");
        group("14", "pending");
        String last = group("15", "completed");
        Map<String, Object> range = Map.of("from", day + "11", "to", day + "15", "reason", "a new calibration",
                "dry_run", true);

        reprocess(range).statusCode(200).body("dry_run", equalTo(true)).body("group_ids",
                equalTo(List.of(first, second)));
        assertThat(state(first)).isEqualTo("completed");
        reprocess(Map.of("from", day + "11", "to", day + "15", "reason", "a new calibration")).statusCode(200)
                .body("dry_run", equalTo(false)).body("group_ids", equalTo(List.of(first, second)))
                .body("skipped", empty());

        for (String group : List.of(first, second)) {
            given().get(ROWS + "/" + group).then().body("state", equalTo("pending")).body("retry_count", equalTo(0))
                    .body("processing_stage", equalTo("pending"));
            given().queryParam("group_id", group).get("/api/v1/ingest/queue_transitions").then()
                    .body("items[1].reason", equalTo("a new calibration"))
                    .body("items[1].changed_by", equalTo("operator"));
        }
        assertThat(List.of(state(before), state(last))).containsOnly("completed");
        reprocess(range).body("group_ids", empty());
    }

    @Test
    void onlyThoseInAStateAreTakenWhereItIsSaid() {
        group("11", "completed");
        String failed = group("12", "failed");

        reprocess(Map.of("from", day, "to", day + "2", "state", "failed", "reason", "x")).body("group_ids",
                equalTo(List.of(failed)));
    }

    @Test
    void ofGroupsThatAreNamedItIsSaidWhichStayAsTheyAre() {
        String completed = group("11", "completed");
        String pending = group("12", "pending");
        String absent = day + "13";

        reprocess(Map.of("group_ids", List.of(pending, completed, absent, completed), "reason", "x")).statusCode(200)
                .body("group_ids", equalTo(List.of(completed)))
                .body("skipped.group_id", equalTo(List.of(pending, absent)))
                .body("skipped[0].state", equalTo("pending")).body("skipped[1].why", containsString("no such group"));
        assertThat(state(completed)).isEqualTo("pending");
    }

    @Test
    void moreThanGoIntoOneTransactionAreDoneToo() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            made.add(day + String.format("%03d", i));
            rows.add(Map.of("group_id", day + String.format("%03d", i), "state", "failed", "received_at", 1,
                    "last_update", 1));
        }
        given().contentType(ContentType.JSON).body(rows).post(ROWS).then().statusCode(201);

        reprocess(Map.of("from", day, "to", day + "9", "reason", "x")).body("group_ids", equalTo(made));
    }

    @Test
    void oneGroupIsPendingWhateverItHasComeTo() {
        for (String state : List.of("completed", "failed")) {
            String group = group(state, state);
            post("/api/v1/ingest/queue/groups/" + group + "/reprocess", Map.of("reason", "x")).statusCode(200)
                    .body("state", equalTo("pending"));
        }
        String collecting = group("c", "collecting");
        post("/api/v1/ingest/queue/groups/" + collecting + "/reprocess", Map.of("reason", "x")).statusCode(409)
                .body("violations[0].message", equalTo("must be completed or failed"));
        post("/api/v1/ingest/queue/groups/none/reprocess", Map.of("reason", "x")).statusCode(404);
    }

    @Test
    void whatIsWrongIsNamedAndChangesNothing() {
        String group = group("11", "completed");
        wrong("{\"group_ids\": [\"" + group + "\"], \"why\": 1, \"dry_run\": \"yes\", \"state\": \"pending\"}",
                "why", "reason", "state", "dry_run");
        wrong("{\"group_ids\": [\"" + group + "\", 7], \"reason\": \"x\"}", "group_ids[1]");
        wrong("{\"group_ids\": [], \"reason\": \"x\"}", "group_ids");
        wrong("{\"reason\": \"x\"}", "group_ids");
        wrong("{\"reason\": \"x\", \"from\": \"1970\"}", "group_ids");
        wrong("{\"reason\": \"x\", \"from\": \"1971\", \"to\": \"1970\"}", "to");
        wrong("{\"reason\": \"x\", \"from\": \"1970\", \"to\": \"1971\", \"group_ids\": [\"" + group + "\"]}",
                "group_ids");
        wrong("[]", "body");
        wrong("{\"reason\": \"x\"} {}", "body");
        wrong("{\"reason\": \"x\", \"reason\": \"y\"}", "body");
        assertThat(state(group)).isEqualTo("completed");
    }

    private static void wrong(String body, String... fields) {
        given().contentType(ContentType.JSON).body(body).post("/api/v1/ingest/queue/reprocess").then().statusCode(400)
                .body("violations.field", equalTo(List.of(fields)));
    }

    private String group(String time, String state) {
        String group = day + time;
        post(ROWS, Map.of("group_id", group, "state", state, "received_at", 1, "last_update", 1, "retry_count", 2))
                .statusCode(201);
        made.add(group);
        return group;
    }

    private static String state(String group) {
        return given().get(ROWS + "/" + group).path("state");
    }

    private static ValidatableResponse reprocess(Map<String, Object> body) {
        return post("/api/v1/ingest/queue/reprocess", body);
    }

    private static ValidatableResponse post(String path, Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }
}
