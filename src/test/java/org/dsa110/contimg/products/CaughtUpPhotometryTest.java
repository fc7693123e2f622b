package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.assertj.core.data.Percentage;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.SampleRows;
import org.junit.jupiter.api.Test;

/** Photometry that another program writes past the service is in the statistics within a minute. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class CaughtUpPhotometryTest {
    private static final String PRODUCTS = "/api/v1/products/";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final Percentage A_BILLIONTH = Percentage.withPercentage(1e-7);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void whatIsAddedChangedReplacedMovedAndRemovedOnBothWaysIsCountedInTheEnd() throws Exception {
        System.out.println("CaughtUpPhotometryTest: seed " + seed);
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            for (int step = 0; step < 120; step++) {
                change(other, random.nextInt(9));
                if (step % 40 == 39) {
                    awaitSettled(other);
                    assertStatistics(other);
                }
            }
        }
    }

    @Test
    void whatTheServiceWritesItselfLeavesNothingToCatchUp() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            int id = measure(source(0));
            measure(source(0));
            given().contentType(ContentType.JSON).body(Map.of("peak_jyb", 2.5)).patch(PRODUCTS + "photometry/" + id)
                    .then().statusCode(200);
            assertThat(due(other)).isEmpty();
        }
    }

    /** The number of a removed measurement is given again, as the table has no AUTOINCREMENT. */
    @Test
    void aMeasurementThatIsGoneStaysMarkedThoughOneOfTheServiceGetsItsNumber() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            measure(source(0));
            int last = measure(source(0));
            RebuiltTable.execute(other, "BEGIN IMMEDIATE");
            RebuiltTable.execute(other, "UPDATE photometry SET peak_jyb = 7 WHERE id = " + last);
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE id >= " + last);
            RebuiltTable.execute(other, "COMMIT");
            measure(source(0));
            awaitSettled(other);
            assertStatistics(other);
        }
    }

    @Test
    void aNameThatNoRequestCanHaveIsPassedOver() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(other,
                    "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)"
                            + " VALUES (CAST(x'ff41' AS TEXT), 'i', 1, 5, 1, 1), (x'4142', 'i', 1, 5, 1, 1)");
            RebuiltTable.measure(other, source(0), 1);
            awaitSettled(other);
            assertStatistics(other);
            assertThat(RebuiltTable.strings(other,
                    "SELECT count(*) FROM variability_due WHERE source_id = CAST(x'ff41' AS TEXT)"))
                    .containsExactly("0");
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id IN (CAST(x'ff41' AS TEXT), x'4142')");
        }
    }

    /** Others' statistics stay until there is something new to count. */
    @Test
    void statisticsOfAnotherProgramStayUntilThePhotometryOfTheirSourceChanges() throws Exception {
        try (Connection other = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.measure(other, source(0), 10);
            awaitSettled(other);
            RebuiltTable.execute(other, "DELETE FROM variability_sums WHERE source_id = '" + source(0) + "'");
            RebuiltTable.execute(other,
                    "UPDATE variability_stats SET eta_metric = 42 WHERE source_id = '" + source(0) + "'");
            RebuiltTable.rebuild(files.get(Database.PRODUCTS), "photometry");
            RebuiltTable.measure(other, source(1), 11);
            awaitStatistics(source(1));
            awaitSettled(other);
            assertThat(statistics(source(0)).get("eta_metric").doubleValue()).isEqualTo(42);
            RebuiltTable.measure(other, source(0), 10);
            awaitSettled(other);
            assertStatistics(other);
        }
    }

    private void change(Connection other, int kind) throws SQLException {
        String some = "(SELECT id FROM photometry WHERE source_id LIKE '" + mark + "%' ORDER BY random() LIMIT 1)";
        String of = source(random.nextInt(3));
        double flux = 1 + random.nextInt(1000) / 8.0;
        switch (kind) {
            case 0, 1 -> measure(of);
            case 2 -> RebuiltTable.measure(other, of, 10);
            case 3 -> RebuiltTable.execute(other, "UPDATE photometry SET peak_jyb = " + flux + " WHERE id = " + some);
            case 4 -> RebuiltTable.execute(other, "UPDATE photometry SET source_id = '" + of + "' WHERE id = " + some);
            case 5 -> RebuiltTable.execute(other,
                    "INSERT OR REPLACE INTO photometry (id, source_id, image_path, ra_deg, dec_deg, peak_jyb,"
                            + " measured_at) VALUES (" + some + ", '" + of + "', 'i', 10, 5, " + flux + ", 2)");
            case 6 -> RebuiltTable.execute(other, "DELETE FROM photometry WHERE id = " + some);
            case 7 ->
                RebuiltTable.execute(other, "UPDATE OR REPLACE photometry SET id = " + some + " WHERE id = " + some);
            default -> {
                List<String> ids = RebuiltTable.strings(other, "SELECT " + some);
                if (ids.get(0) != null) {
                    given().contentType(ContentType.JSON).body(Map.of("source_id", of, "peak_jyb", flux))
                            .patch(PRODUCTS + "photometry/" + ids.get(0)).then().statusCode(200);
                    given().delete(PRODUCTS + "photometry/" + ids.get(0)).then().statusCode(204);
                }
            }
        }
    }

    private int measure(String source) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("source_id", source, "image_path", "/i", "ra_deg", 10, "dec_deg", 5, "peak_jyb",
                        random.nextInt(1000) / 8.0, "measured_at", 1))
                .post(PRODUCTS + "photometry").then().statusCode(201).extract().path("id");
    }

    private void assertStatistics(Connection other) throws SQLException {
        for (int i = 0; i < 3; i++) {
            List<String> fluxes = RebuiltTable.strings(other,
                    "SELECT peak_jyb FROM photometry WHERE source_id = '" + source(i) + "'");
            if (fluxes.isEmpty()) {
                continue;
            }
            JsonNode row = statistics(source(i));
            assertThat(row.get("n_obs").intValue()).as("measurements of source %d, seed %d", i, seed)
                    .isEqualTo(fluxes.size());
            double mean = fluxes.stream().mapToDouble(Double::parseDouble).average().orElseThrow();
            assertThat(row.get("mean_flux_mjy").doubleValue()).as("mean of source %d, seed %d", i, seed)
                    .isCloseTo(1000 * mean, A_BILLIONTH);
        }
    }

    /** REST Assured would make floats of the numbers. */
    private static JsonNode statistics(String source) {
        try {
            return SampleRows.JSON.readTree(given().get(PRODUCTS + "variability_stats/" + source).then().statusCode(200)
                    .extract().asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitSettled(Connection other) throws SQLException {
        long until = System.nanoTime() + A_MINUTE.toNanos();
        while (!due(other).isEmpty()) {
            assertThat(System.nanoTime() - until).as("it is counted within a minute, seed %d", seed).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void awaitStatistics(String source) {
        long until = System.nanoTime() + A_MINUTE.toNanos();
        while (given().get(PRODUCTS + "variability_stats/" + source).statusCode() != 200) {
            assertThat(System.nanoTime() - until).as("it is counted within a minute").isNegative();
        }
    }

    private List<String> due(Connection other) throws SQLException {
        return new ArrayList<>(RebuiltTable.strings(other,
                "SELECT source_id FROM variability_due WHERE source_id LIKE '" + mark + "%'"));
    }

    private String source(int which) {
        return mark + "-" + which;
    }
}
