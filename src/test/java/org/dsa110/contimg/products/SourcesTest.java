package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources, as the photometry has them. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourcesTest {
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String SOURCES = "/api/v1/products/sources";

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @Test
    void aSourceHasItsMeasurementsAndItsImagesCounted() {
        add(mark, Map.of("image_path", "/a"));
        add(mark, Map.of("image_path", "/a"));
        add(mark, Map.of("image_path", "/b"));
        add(null, Map.of("image_path", mark));
        given().queryParam("source_id", mark).get(SOURCES).then().statusCode(200).body("items", hasSize(1))
                .body("items[0].source_id", equalTo(mark)).body("items[0].n_measurements", equalTo(3))
                .body("items[0].n_images", equalTo(2)).body("next", nullValue());
        given().queryParam("source_id__isnull", true).get(SOURCES).then().statusCode(200).body("items", hasSize(0));
        given().queryParam("source_id", "null").get(SOURCES).then().statusCode(200).body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 12, 20, 11, 20.0028057", "359, 0, 3, 0, 1, 0", "359.5, 0, 0.5, 0, 0, 0",
            "0, 89, 180, 89, 90, 90",
            "200, -30, 200, -40, 200, -35"})
    void thePositionOfASourceIsTheMeanOnTheSphere(double ra1, double dec1, double ra2, double dec2, double ra,
            double dec) {
        add(mark, Map.of("ra_deg", ra1, "dec_deg", dec1));
        add(mark, Map.of("ra_deg", ra2, "dec_deg", dec2));
        Map<String, Object> source = given().get(SOURCES + "/" + mark).then().statusCode(200).extract().jsonPath()
                .getMap("$");
        double foundRa = ((Number) source.get("ra_deg")).doubleValue();
        assertThat(foundRa).isGreaterThanOrEqualTo(0).isLessThan(360);
        if (dec < 90) {
            assertThat(Math.abs(foundRa - ra) % 360).satisfiesAnyOf(off -> assertThat(off).isLessThan(1e-4),
                    off -> assertThat(off).isGreaterThan(360 - 1e-4));
        }
        assertThat(((Number) source.get("dec_deg")).doubleValue()).isCloseTo(dec, within(1e-4));
    }

    @Test
    void allSourcesAreCountedByTheirNames() throws SQLException {
        add(null, Map.of("image_path", mark));
        add("", Map.of());
        add(mark, Map.of());
        add(mark, Map.of());
        add(mark + "\uD83D\uDD2D", Map.of());
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg) SELECT column1, '" + mark
                    + "', 1, 2 FROM (VALUES (x'00ff'), (x'00ff'), (7), (1e300), (NULL))");
            int sources;
            try (ResultSet row = statement.executeQuery("SELECT count(DISTINCT source_id) FROM photometry")) {
                sources = row.getInt(1);
            }
            assertThat(sources).isGreaterThanOrEqualTo(6);
            given().queryParams(Map.of("count", true, "limit", 1, "fields", "source_id")).get(SOURCES).then()
                    .statusCode(200).body("total", equalTo(sources));
            statement.execute("DELETE FROM photometry WHERE image_path = '" + mark + "'");
            try (ResultSet row = statement.executeQuery(
                    "EXPLAIN QUERY PLAN SELECT count(*) FROM (" + Source.NAMES + ") AS sources WHERE 1 = 1")) {
                while (row.next()) {
                    assertThat(row.getString("detail")).doesNotContain("SCAN photometry");
                }
            }
        }
    }

    @Test
    void sourcesArePagedInTheOrderOfTheirNames() {
        for (int i = 0; i < 7; i++) {
            for (int n = 0; n <= i % 3; n++) {
                add(mark + "-" + i, Map.of());
            }
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            Map<String, Object> query = new HashMap<>(Map.of("source_id__startswith", mark, "limit", 3, "count", true));
            if (next != null) {
                query.put("next", next);
            }
            Map<String, Object> page = given().queryParams(query).get(SOURCES).then().statusCode(200)
                    .body("total", equalTo(7))
                    .extract().jsonPath().getMap("$");
            @SuppressWarnings("unchecked")
            List<Map<String, Object>> items = (List<Map<String, Object>>) page.get("items");
            items.forEach(item -> seen.add((String) item.get("source_id")));
            next = (String) page.get("next");
        } while (next != null);
        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSize(7);
        List<String> backwards = new ArrayList<>();
        for (next = ""; next != null;) {
            Map<String, Object> query = new HashMap<>(
                    Map.of("source_id__startswith", mark, "limit", 3, "order", "-source_id"));
            if (!next.isEmpty()) {
                query.put("next", next);
            }
            JsonPath page = given().queryParams(query).get(SOURCES).then().statusCode(200).extract().jsonPath();
            backwards.addAll(page.getList("items.source_id"));
            next = page.getString("next");
        }
        Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(seen);
        given().queryParams(Map.of("source_id__startswith", mark, "n_measurements__ge", 3, "fields", "source_id"))
                .get(SOURCES).then()
                .statusCode(200)
                .body("items", equalTo(List.of(Map.of("source_id", mark + "-2"), Map.of("source_id", mark + "-5"))));
        given().queryParams(Map.of("source_id__startswith", mark, "order", "-n_measurements,-source_id", "limit", 1))
                .get(SOURCES).then()
                .statusCode(200).body("items.source_id", equalTo(List.of(mark + "-5")));
    }

    @Test
    @DisabledOnIntegrationTest("is about Java code")
    void sourcesAreThereForJavaToo() {
        add(mark + "-a", Map.of("image_path", "/1"));
        add(mark + "-a", Map.of("image_path", "/1", "ra_deg", 10));
        add(mark + "-b", Map.of());
        InProcess.ask(PhotometryMeasurementRepository.class, (units, repository) -> {
            List<Source> found = units.read(Database.PRODUCTS, () -> repository.sources(mark, 2)).await()
                    .indefinitely();
            assertThat(found).extracting(source -> source.sourceId).containsExactly(mark + "-a", mark + "-b");
            assertThat(units.read(Database.PRODUCTS, () -> repository.sources(mark + "-a", 1)).await().indefinitely())
                    .extracting(source -> source.sourceId).containsExactly(mark + "-b");
            Source one = units.read(Database.PRODUCTS, () -> repository.findSource(mark + "-a").orElseThrow()).await()
                    .indefinitely();
            assertThat(one.nMeasurements).isEqualTo(2);
            assertThat(one.nImages).isEqualTo(1);
            assertThat(one.raDeg).isCloseTo(10, within(1e-9));
            assertThat(one.decDeg).isCloseTo(20, within(1e-9));
            assertThat(units.read(Database.PRODUCTS, () -> repository.findSource(mark)).await().indefinitely())
                    .isEmpty();
            assertThat(units.read(Database.PRODUCTS, () -> repository.sources(null, 1)).await().indefinitely())
                    .hasSize(1);
        });
    }

    @Test
    void aPageOfSourcesReadsNoOtherPhotometry() throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS));
                Statement explain = connection.createStatement();
                ResultSet step = explain.executeQuery("EXPLAIN QUERY PLAN SELECT * FROM (" + Source.QUERY
                        + ") AS sources WHERE (\"source_id\" > 'a' AND \"n_measurements\" >= 2)"
                        + " ORDER BY \"source_id\" ASC NULLS FIRST LIMIT 101")) {
            while (step.next()) {
                plan.add(step.getString("detail"));
            }
        }
        assertThat(plan).anyMatch(step -> step.matches("SEARCH photometry USING INDEX \\S+ \\(source_id>\\?\\)"))
                .noneMatch(step -> step.contains("ORDER BY") || step.startsWith("SCAN photometry"));
    }

    @Test
    void oneSourceComesWithItsStatistics() {
        add(mark, Map.of("flux_jy", 0.5));
        add(mark, Map.of("flux_jy", 1.5));
        given().get(SOURCES + "/" + mark).then().statusCode(200).body("n_measurements", equalTo(2))
                .body("variability_stats.n_obs", equalTo(2)).body("variability_stats.mean_flux_mjy", equalTo(1000.0f));
    }

    @Test
    void aSourceThatOtherProgramsMeasuredHasNoStatisticsYet() throws SQLException {
        theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES ('" + mark
                + "', '/i', 1, 2, 3, 4)");
        given().get(SOURCES + "/" + mark).then().statusCode(200).body("n_measurements", equalTo(1))
                .body("variability_stats", nullValue()).body("containsKey('variability_stats')", equalTo(true));
    }

    @Test
    void aSourceThatNobodyMeasuredIsNotFound() {
        for (String path : List.of("", "/lightcurve", "/lightcurve?from_mjd=1&to_mjd=2")) {
            given().get(SOURCES + "/" + mark + path).then().statusCode(404).contentType("application/problem+json");
        }
    }

    @Test
    void aNameThatIsNoPlainTextIsFoundToo() {
        String name = mark + "/J+12 a%å";
        add(name, Map.of("mjd", 5));
        given().get(SOURCES + "/{id}", name).then().statusCode(200).body("source_id", equalTo(name));
        given().get(SOURCES + "/{id}/lightcurve", name).then().statusCode(200).body("source_id", equalTo(name))
                .body("data_points", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/x/lightcurve?from_mjd=a | from_mjd | a finite number",
            "/x/lightcurve?to_mjd=NaN | to_mjd | a finite number",
            "/x/lightcurve?to_mjd=-inf | to_mjd | a finite number",
            "/x/lightcurve?from_mjd=2&to_mjd=1 | from_mjd | not be later",
            "/x/lightcurve?colour=1 | colour | known are from_mjd, to_mjd",
            "/x/lightcurve?to_mjd=1&to_mjd=1 | to_mjd | given once",
            "/x?from_mjd=1 | from_mjd | there are none", "?colour=1 | colour | source_id, ra_deg",
            "?n_measurements__ge=x | n_measurements__ge | an integer", "?limit=1001 | limit | from 1 to 1000"})
    void aBadParameterIsNamed(String query, String field, String message) {
        given().urlEncodingEnabled(false).get(SOURCES + query).then().statusCode(400)
                .contentType("application/problem+json")
                .body("violations[0].field", equalTo(field)).body("violations[0].message", containsString(message));
    }

    private void theirs(String sql) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(sql);
    }

    static void add(String source, Map<String, Object> values) {
        Map<String, Object> row = new HashMap<>(
                Map.of("image_path", "/i", "ra_deg", 10, "dec_deg", 20, "peak_jyb", 1, "measured_at", 1));
        row.put("source_id", source);
        row.putAll(values);
        given().contentType(ContentType.JSON).body(row).post(PHOTOMETRY).then().statusCode(201);
    }
}
