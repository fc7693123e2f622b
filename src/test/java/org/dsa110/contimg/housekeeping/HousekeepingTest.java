package org.dsa110.contimg.housekeeping;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.PlainClient;
import org.dsa110.contimg.TemporaryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do by hand of what is done by the calendar. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@TestProfile(HousekeepingTest.OwnDatabases.class)
class HousekeepingTest {
    /** What is counted of the tables here is not to be heard of by tests that ask for plans. */
    public static class OwnDatabases implements QuarkusTestProfile {
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage_check", "history", "optimize"})
    void eachTaskIsTriedOutAndDone(String task) {
        for (boolean dryRun : new boolean[]{true, false}) {
            run(task, dryRun).statusCode(200).body("task", equalTo(task)).body("dry_run", equalTo(dryRun))
                    .body("counts.size()", greaterThan(0)).body("examples", notNullValue())
                    .body("percentage", task.equals("storage_check") ? greaterThanOrEqualTo(0f) : nullValue());
        }
        given().get("/q/metrics").then()
                .body(containsString("contimg_housekeeping_runs_total{outcome=\"done\",task=\"" + task + "\"}"));
    }

    @Test
    void tablesThatHaveGrownAreLookedAtOnce() {
        String mark = UUID.randomUUID().toString();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(Map.of("group_id", mark + i, "state", "completed", "received_at", 1, "last_update", 1));
        }
        given().contentType(ContentType.JSON).body(rows).post("/api/v1/ingest/ingest_queue").then().statusCode(201);
        String expected = "ingest: ANALYZE \"main\".\"ingest_queue\"";

        run("optimize", true).body("examples", hasItem(expected)).body("counts.files", equalTo(5));
        run("optimize", true).body("examples", hasItem(expected));
        run("optimize", false).body("examples", hasItem(expected));
        run("optimize", true).body("examples", not(hasItem(expected)));

        given().get("/api/v1/ingest").then().statusCode(200).body(not(containsString("sqlite_stat")));
        given().queryParam("group_id", mark + 7).get("/api/v1/ingest/ingest_queue").then().statusCode(200)
                .body("items.state", everyItem(equalTo("completed"))).body("items.size()", equalTo(1));
        for (int i = 0; i < 1000; i++) {
            assertThat(PlainClient.send("DELETE", "/api/v1/ingest/ingest_queue/" + mark + i).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void whatThereIsNotIsNamed() {
        run("sweep", true).statusCode(404).contentType("application/problem+json")
                .body("detail", equalTo("there is no task sweep; there are history, optimize, storage_check"));
        given().queryParam("dry_run", "maybe").post("/api/v1/housekeeping/history").then().statusCode(400)
                .body(containsString("must be one of true, false"));
        given().queryParam("dry", "true").post("/api/v1/housekeeping/history").then().statusCode(400)
                .body(containsString("dry_run"));
    }

    private static ValidatableResponse run(String task, boolean dryRun) {
        return given().queryParam("dry_run", dryRun).post("/api/v1/housekeeping/" + task).then();
    }
}
