package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.SampleRows;
import org.dsa110.contimg.rest.TestFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A measurement counts in a position where both of its coordinates are numbers in their ranges, whatever other programs stored: the list
 * of sources, their cones, those of photometry, and the statistics say the same.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class StoredPositionsTest {
    private static final String SOURCES = "/api/v1/products/sources";
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String STATISTICS = "/api/v1/products/variability_stats";
    private static final double NEAR = 1e-6;

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void removeWhatOthersTestsWouldStumbleOver() throws SQLException {
        sql("DELETE FROM photometry WHERE image_path = '" + mark + "'");
    }

    /** As numpy.float32(200) comes through Python's sqlite3, as text, beyond all numbers and beyond the sky. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"x'00004843' | 20", "200 | x'0000a041'", "x'' | x''", "'12:30:00' | 20",
                    "200 | '+20d'", "'' | ''", "9e999 | 20", "-9e999 | 20", "200 | 9e999", "200 | -9e999", "1e300 | 20",
                    "720.5 | 20",
                    "-360.5 | 20", "200 | 95", "200 | -90.1", "9223372036854775807 | 20", "200 | 9223372036854775807"})
    void whatIsNoPositionCountsInNone(String ra, String dec) throws SQLException {
        measured("a", "200", "20");
        measured("a", ra, dec);
        measured("b", ra, dec);
        measured("b", "200", "20");
        measured("c", ra, dec);
        measured("d", "200", "20");
        measured("d", "200", "20");
        sql("UPDATE photometry SET ra_deg = " + ra + ", dec_deg = " + dec + " WHERE id = (SELECT max(id) FROM"
                + " photometry WHERE source_id = '" + mark + "d')");
        for (int i = 0; i < 2; i++) {
            for (String source : List.of("a", "b", "d")) {
                assertPosition(SOURCES, source, 200, 20);
            }
            JsonNode placeless = row(SOURCES, "c");
            assertThat(placeless.get("ra_deg").isNull() && placeless.get("dec_deg").isNull()).isTrue();
            assertThat(placeless.get("n_measurements").intValue()).isEqualTo(1);
            assertThat(placeless.has("warnings")).isFalse();
            assertThat(names(cone(200, 20, 1e-5))).containsExactlyInAnyOrder("a", "b", "d");
            assertThat(names(cone(200, 20, 180))).containsExactlyInAnyOrder("a", "b", "d");
            assertThat(names(cone(0, 0, 1))).isEmpty();
            assertThat(items(cone(200, 20, 1e-5), SOURCES))
                    .extracting(source -> source.get("n_measurements").intValue())
                    .containsExactly(2, 2, 2);
            for (double radius : new double[]{1e-5, 180}) {
                assertThat(items(cone(200, 20, radius), PHOTOMETRY)).hasSize(3);
            }
            for (String order : List.of("ra_deg", "-ra_deg", "dec_deg,-ra_deg", "-n_measurements")) {
                assertThat(paged(order)).as(order).containsExactlyInAnyOrder("a", "b", "c", "d");
            }
            for (String form : List.of("csv", "ndjson", "votable")) {
                given().queryParam("source_id__startswith", mark).queryParam("as", form).get(SOURCES).then()
                        .statusCode(200).body(containsString(mark + "c"));
            }
            given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        }
        for (String source : List.of("a", "b", "d")) {
            assertPosition(STATISTICS, source, 200, 20);
        }
        given().get(STATISTICS + "/" + mark + "c").then().statusCode(404);
        added("a", 201, 20);
        added("c", 10, -5);
        assertPosition(SOURCES, "c", 10, -5);
        assertPosition(STATISTICS, "c", 10, -5);
        assertThat(names(cone(10, -5, 1e-5))).containsExactly("c");
        JsonNode view = row(SOURCES, "a");
        assertPosition(STATISTICS, "a", view.get("ra_deg").doubleValue(), view.get("dec_deg").doubleValue());
        assertThat(view.get("ra_deg").doubleValue()).isCloseTo(200.5, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"400, 20, 40, 20", "-180, 20, 180, 20", "-360, 1, 0, 1", "720, -1, 0, -1", "'''200''', 20, 200, 20",
            "10, 90, 10, 90",
            "10, -90, 10, -90", "359.5, 0, 359.5, 0"})
    void aRightAscensionCountsModulo360(String ra, String dec, double countedRa, double countedDec)
            throws SQLException {
        measured("a", ra, dec);
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        assertPosition(SOURCES, "a", countedRa, countedDec);
        assertPosition(STATISTICS, "a", countedRa, countedDec);
        for (double radius : new double[]{1e-5, 90}) {
            assertThat(names(cone(countedRa, countedDec, radius))).containsExactly("a");
            assertThat(items(cone(countedRa, countedDec, radius), PHOTOMETRY)).hasSize(1);
        }
    }

    @Test
    void theMeanIsTakenAcrossRightAscensionZero() throws SQLException {
        measured("a", "359.98", "0");
        measured("a", "x'00'", "0");
        measured("a", "0.04", "0");
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        assertPosition(SOURCES, "a", 0.01, 0);
        assertPosition(STATISTICS, "a", 0.01, 0);
        assertThat(names(cone(0.01, 0, 1e-4))).containsExactly("a");
    }

    /** Whatever stands in a column of fluxes or times counts as if nothing stood there, and keeps no row from being listed. */
    @ParameterizedTest
    @ValueSource(strings = {"x'0000803f'", "'abc'", "9e999", "-9e999", "NULL"})
    void statisticsLeaveOutWhatIsNoNumber(String value) throws SQLException {
        for (String column : List.of("flux_err_jy", "mjd", "snr", "nvss_flux_mjy", "normalized_flux_jy")) {
            String source = mark + column;
            sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, flux_jy, "
                    + column
                    + ") VALUES ('" + source + "', '" + mark + "', 200, 20, 1, 5, 0.5, " + value + ")");
            sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, flux_jy, flux_err_jy,"
                    + " mjd) VALUES ('" + source + "', '" + mark + "', 200, 20, 1, 4, 1.5, 0.1, 60000)");
        }
        sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, flux_jy) VALUES ('"
                + mark
                + "flux', '" + mark + "', 200, 20, 0.5, 5, " + value + "), ('" + mark + "flux', '" + mark
                + "', 200, 20, 1, 4, 1.5)");
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        given().get(STATISTICS + "/" + mark + "flux").then().statusCode(200)
                .body("n_obs", equalTo(value.equals("NULL") ? 2 : 1))
                .body("max_flux_mjy", equalTo(1500f));
        for (String column : List.of("flux_err_jy", "mjd", "snr", "nvss_flux_mjy", "normalized_flux_jy")) {
            given().get(STATISTICS + "/" + mark + column).then().statusCode(200).body("n_obs", equalTo(2))
                    .body("mean_flux_mjy", equalTo(1000f)).body("last_measured_at", equalTo(5f))
                    .body("last_mjd", equalTo(60000f)).body("nvss_flux_mjy", nullValue())
                    .body("warnings", nullValue());
            given().get(SOURCES + "/" + mark + column + "/lightcurve").then().statusCode(200)
                    .body("data_points", hasSize(2));
        }
        for (String bounds : List.of("from_mjd=1", "to_mjd=1e9", "from_mjd=1&to_mjd=1e9")) {
            given().get(SOURCES + "/" + mark + "mjd/lightcurve?" + bounds).then().statusCode(200)
                    .body("data_points.mjd", equalTo(List.of(60000f)));
        }
    }

    @Test
    void aNameThatIsABlobIsNotThatOfTheSourceWithTheSameLetters() throws SQLException {
        String source = mark + "J1";
        added("J1", 200, 20);
        sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES (CAST('"
                + source
                + "' AS BLOB), '" + mark + "', 100, 20, 7, 5)");
        int id = given().queryParam("image_path", mark).queryParam("ra_deg", 100).get(PHOTOMETRY).then().statusCode(200)
                .extract().path("items[0].id");
        given().contentType("application/merge-patch+json").body("{\"peak_jyb\":9}").patch(PHOTOMETRY + "/" + id).then()
                .statusCode(200);
        given().get(STATISTICS + "/" + source).then().statusCode(200).body("n_obs", equalTo(1))
                .body("max_flux_mjy", equalTo(1000f));
        assertPosition(STATISTICS, "J1", 200, 20);
        given().queryParam("n_measurements", 1).queryParam("source_id__gt", "zzz").get(SOURCES).then().statusCode(200);
        given().delete(PHOTOMETRY + "/" + id).then().statusCode(204);
        given().get(STATISTICS + "/" + source).then().body("n_obs", equalTo(1));
    }

    @Test
    @DisabledOnIntegrationTest("is about Java code")
    void javaCodeIsToldTheSame() throws SQLException {
        measured("a", "200", "20");
        measured("a", "x'00'", "20");
        measured("c", "x'00'", "20");
        sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd) VALUES ('"
                + mark
                + "a', '" + mark + "', 200, 20, 7, 5, 'late'), (x'ff', '" + mark + "', 200, 20, 7, 5, 1)");
        InProcess.ask(PhotometryMeasurementRepository.class, (units, repository) -> {
            List<Source> sources = units.read(Database.PRODUCTS, () -> repository.sources(mark, 2)).await()
                    .indefinitely();
            assertThat(sources).extracting(source -> source.sourceId).containsExactly(mark + "a", mark + "c");
            assertThat(sources.get(0).raDeg).isCloseTo(200, within(NEAR));
            assertThat(sources.get(0).decDeg).isCloseTo(20, within(NEAR));
            assertThat(sources.get(1).raDeg).isNull();
            assertThat(sources.get(1).decDeg).isNull();
            assertThat(units.read(Database.PRODUCTS, () -> repository.sources("zzzz", 9)).await().indefinitely())
                    .isEmpty();
            assertThat(units.read(Database.PRODUCTS, () -> repository.lightCurve(mark + "a", 1.0, null)).await()
                    .indefinitely()).isEmpty();
            assertThat(units.read(Database.PRODUCTS, () -> repository.lightCurve(mark + "a", null, null)).await()
                    .indefinitely()).hasSize(3);
        });
    }

    private void assertPosition(String path, String source, double ra, double dec) {
        JsonNode row = row(path, source);
        assertThat(row.get("dec_deg").doubleValue()).as("dec_deg of %s", path).isCloseTo(dec, within(NEAR));
        if (Math.abs(dec) < 90) {
            double off = Math.abs(row.get("ra_deg").doubleValue() - ra);
            assertThat(Math.min(off, 360 - off)).as("ra_deg of %s: %s", path, row.get("ra_deg")).isLessThan(NEAR);
        }
    }

    private JsonNode row(String path, String source) {
        return answer(given(), path + "/" + mark + source);
    }

    private RequestSpecification cone(double ra, double dec, double radius) {
        return given().queryParam("source_id__startswith", mark).queryParam("ra", ra).queryParam("dec", dec)
                .queryParam("radius", radius);
    }

    private List<String> names(RequestSpecification list) {
        List<JsonNode> items = items(list, SOURCES);
        assertThat(items).noneMatch(source -> source.get("ra_deg").isNull());
        return items.stream().map(this::name).toList();
    }

    private String name(JsonNode source) {
        return source.get("source_id").textValue().substring(mark.length());
    }

    /** The names of all, a row a page. */
    private List<String> paged(String order) {
        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null && seen.size() < 10) {
            RequestSpecification page = given().queryParam("source_id__startswith", mark).queryParam("order", order)
                    .queryParam("limit", 1);
            JsonNode answer = answer(next.isEmpty() ? page : page.queryParam("next", next), SOURCES);
            answer.get("items").forEach(source -> seen.add(name(source)));
            next = answer.get("next").textValue();
        }
        return seen;
    }

    private static List<JsonNode> items(RequestSpecification list, String path) {
        List<JsonNode> items = new ArrayList<>();
        answer(list, path).get("items").forEach(items::add);
        return items;
    }

    /** Parsed here: REST Assured compiles each path into a JSON body, which takes longer than the request. */
    private static JsonNode answer(RequestSpecification request, String path) {
        try {
            return SampleRows.JSON.readTree(request.get(path).then().statusCode(200).extract().asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measured(String source, String ra, String dec) throws SQLException {
        sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES ('" + mark
                + source + "', '" + mark + "', " + ra + ", " + dec + ", 1, 1)");
    }

    private void added(String source, double ra, double dec) {
        given().contentType("application/json")
                .body(Map.of("source_id", mark + source, "image_path", mark, "ra_deg", ra,
                        "dec_deg", dec, "peak_jyb", 1, "measured_at", 1))
                .post(PHOTOMETRY).then().statusCode(201);
    }

    private void sql(String sql) throws SQLException {
        new TestFile(files, Database.PRODUCTS).sql(sql);
    }
}
