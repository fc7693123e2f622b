package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;

/** Photometry whose table another program makes anew while the service runs, so that its triggers and indexes are gone. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RebuiltPhotometryTest {
    private static final String PRODUCTS = "/api/v1/products/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void whatIsMeasuredNextIsInTheConeOfSourcesAndInTheStatistics() throws Exception {
        RebuiltTable.rebuild(files.get(Database.PRODUCTS), "photometry");
        given().contentType(ContentType.JSON)
                .body(Map.of("source_id", mark, "image_path", "/i", "ra_deg", 110, "dec_deg", 5, "peak_jyb", 0.25,
                        "measured_at", 1))
                .post(PRODUCTS + "photometry").then().statusCode(201);
        assertThat(cone(110)).contains(mark);
        given().get(PRODUCTS + "variability_stats/" + mark).then().statusCode(200).body("n_obs", equalTo(1));
        assertThat(triggers()).contains("source_places_add", "source_places_change", "idx_photometry_sky");
    }

    @Test
    void whatTheOtherProgramMeasuresItselfIsFoundSoonThoughNobodyWritesHere() throws Exception {
        RebuiltTable.rebuild(files.get(Database.PRODUCTS), "photometry");
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.measure(other, mark, 120);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!cone(120).contains(mark)) {
            assertThat(System.nanoTime() - until).as("it is found in time").isNegative();
        }
    }

    @Test
    void aFileThatCannotBeServedRightIsNotServedUntilItIsPutRight() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(other, "ALTER TABLE dead_letter_queue RENAME COLUMN operation TO another");
        }
        given().contentType(ContentType.JSON).body(Map.of("snr", 1)).patch(PRODUCTS + "photometry/999999999").then()
                .statusCode(500);
        given().get("/q/health/ready").then().statusCode(503);
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(other, "ALTER TABLE dead_letter_queue RENAME COLUMN another TO operation");
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (given().get("/q/health/ready").then().extract().statusCode() != 200) {
            assertThat(System.nanoTime() - until).as("it is ready in time").isNegative();
        }
    }

    private static List<String> cone(double ra) {
        return given().queryParam("ra", ra).queryParam("dec", 5).queryParam("radius", 0.01).get(PRODUCTS + "sources")
                .then()
                .statusCode(200).extract().jsonPath().getList("items.source_id");
    }

    private List<String> triggers() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            return RebuiltTable.strings(other, "SELECT name FROM sqlite_schema WHERE tbl_name = 'photometry'");
        }
    }
}
