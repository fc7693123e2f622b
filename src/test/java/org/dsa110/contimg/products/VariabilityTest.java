package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.assertj.core.data.Percentage;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** The statistics of sources follow their photometry; compared with sums of exact decimals over the rows that should be there. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class VariabilityTest {
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String STATISTICS = "/api/v1/products/variability_stats";
    private static final MathContext EXACT = new MathContext(120);
    private static final Percentage A_BILLIONTH = Percentage.withPercentage(1e-7);

    StateFiles files;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    @Test
    void theyFollowEveryRowThatIsAddedChangedAndRemoved() {
        System.out.println("VariabilityTest: seed " + seed);
        Map<Integer, Map<String, Object>> rows = new LinkedHashMap<>();
        for (int step = 1; step <= 60; step++) {
            List<Integer> ids = new ArrayList<>(rows.keySet());
            int which = ids.size() < 20 ? 0 : random.nextInt(4);
            if (which <= 1) {
                List<Map<String, Object>> added = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(20); i++) {
                    added.add(measurement(source(random.nextInt(3))));
                }
                List<Integer> created = add(added);
                for (int i = 0; i < created.size(); i++) {
                    rows.put(created.get(i), added.get(i));
                }
            } else if (which == 2) {
                int id = ids.get(random.nextInt(ids.size()));
                Map<String, Object> change = measurement(source(random.nextInt(3)));
                given().contentType(ContentType.JSON).body(change).patch(PHOTOMETRY + "/" + id).then().statusCode(200);
                rows.put(id, change);
            } else {
                int id = ids.get(random.nextInt(ids.size()));
                given().delete(PHOTOMETRY + "/" + id).then().statusCode(204);
                rows.remove(id);
            }
            if (step % 10 == 0) {
                assertStatistics(rows.values());
            }
        }
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200).body("sources",
                greaterThanOrEqualTo(3));
        assertStatistics(rows.values());
    }

    @Test
    void noMeasurementIsLeftOutThoughItIsSmallBesideTheOthers() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Map<String, Object> row = measurement(source(0));
            row.put("flux_jy", i == 0 ? 1e12 : 1e-6 * (1 + random.nextDouble()));
            row.put("flux_err_jy", 1e-7);
            rows.add(row);
        }
        add(rows);
        assertStatistics(rows);
    }

    @Test
    void aSourceWithoutMeasurementsHasNoStatisticsButKeepsItsRow() {
        int id = add(List.of(measurement(source(0)))).get(0);
        given().delete(PHOTOMETRY + "/" + id).then().statusCode(204);
        given().get(STATISTICS + "/" + source(0)).then().statusCode(200).body("n_obs", equalTo(0))
                .body("mean_flux_mjy", nullValue()).body("min_flux_mjy", nullValue()).body("eta_metric", nullValue());
    }

    @Test
    void theMeanPositionOfASourceAtTheMeridianIsThere() {
        Map<String, Object> east = measurement(source(0));
        east.put("ra_deg", 359.9999);
        Map<String, Object> west = measurement(source(0));
        west.put("ra_deg", 0.0003);
        east.put("dec_deg", 40.0);
        west.put("dec_deg", 40.0);
        add(List.of(east, west));
        double ra = ((Number) given().get(STATISTICS + "/" + source(0)).path("ra_deg")).doubleValue();
        assertThat(Math.min(ra, 360 - ra)).isLessThan(0.0002);
    }

    @Test
    void fluxesThatAreTooLargeHaveNoStatisticsUntilTheyAreGone() {
        Map<String, Object> large = measurement(source(0));
        large.put("flux_jy", 1e300);
        List<Integer> ids = add(List.of(large, measurement(source(0))));
        given().get(STATISTICS + "/" + source(0)).then().statusCode(200).body("n_obs", equalTo(2))
                .body("std_flux_mjy", nullValue()).body("warnings", nullValue());
        given().delete(PHOTOMETRY + "/" + ids.get(0)).then().statusCode(204);
        add(List.of(measurement(source(0))));
        given().get(STATISTICS + "/" + source(0)).then().body("n_obs", equalTo(2))
                .body("std_flux_mjy", org.hamcrest.Matchers.notNullValue());
    }

    @Test
    void whatFailsChangesNoStatistics() {
        add(List.of(measurement(source(0))));
        Map<String, Object> bad = measurement(source(0));
        bad.put("image_path", null);
        given().contentType(ContentType.JSON).body(List.of(measurement(source(0)), bad)).post(PHOTOMETRY).then()
                .statusCode(400);
        given().get(STATISTICS + "/" + source(0)).then().body("n_obs", equalTo(1));
    }

    @Test
    void whatOtherProgramsWroteIsCountedWhenAllIsComputedAnew() throws SQLException {
        add(List.of(measurement(source(0))));
        sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES ('"
                + source(0)
                + "', '/i', 10, 20, 'bad', 5), ('" + source(0) + "', '/i', 10, 20, 0.25, 5), ('" + source(1)
                + "', '/i', 10, 20, 0.5, 5)");
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        given().get(STATISTICS + "/" + source(0)).then().statusCode(200).body("n_obs", equalTo(2));
        given().get(STATISTICS + "/" + source(1)).then().statusCode(200).body("n_obs", equalTo(1))
                .body("mean_flux_mjy", equalTo(500.0f)).body("last_measured_at", equalTo(5.0f));
    }

    @Test
    void aNameThatIsNotUtf8IsPassedOver() throws SQLException {
        for (String name : List.of("CAST(x'78ff' AS TEXT)", "x'78ff'")) {
            sql("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES (" + name
                    + ", '" + mark + "', 10, 20, 0.25, 5)");
        }
        add(List.of(measurement(source(0))));
        given().urlEncodingEnabled(false).post(STATISTICS + ":recompute").then().statusCode(200);
        sql("DELETE FROM photometry WHERE image_path = '" + mark + "'");
    }

    @Test
    void theCataloguesFluxIsThatOfTheNewestRowWhicheverWasChanged() {
        Map<String, Object> first = measurement(source(0));
        first.put("nvss_flux_mjy", 10.0);
        Map<String, Object> second = measurement(source(0));
        second.put("nvss_flux_mjy", 20.0);
        List<Integer> ids = add(List.of(first, second));
        given().contentType(ContentType.JSON).body(Map.of("peak_jyb", 3)).patch(PHOTOMETRY + "/" + ids.get(0)).then()
                .statusCode(200);
        given().get(STATISTICS + "/" + source(0)).then().body("nvss_flux_mjy", equalTo(20.0f));
    }

    @Test
    void aChangeThatIsNoneOfTheirBusinessLeavesThemAlone() {
        int id = add(List.of(measurement(source(0)))).get(0);
        String before = given().get(STATISTICS + "/" + source(0)).asString();
        given().contentType(ContentType.JSON).body(Map.of("flags", 4)).patch(PHOTOMETRY + "/" + id).then()
                .statusCode(200);
        assertThat(given().get(STATISTICS + "/" + source(0)).asString()).isEqualTo(before);
    }

    private void assertStatistics(Collection<Map<String, Object>> rows) {
        for (int i = 0; i < 3; i++) {
            String source = source(i);
            List<Map<String, Object>> measured = rows.stream().filter(row -> source.equals(row.get("source_id")))
                    .toList();
            if (measured.isEmpty()) {
                continue;
            }
            Map<String, Object> stored = given().get(STATISTICS + "/" + source).then().statusCode(200).extract()
                    .jsonPath(new io.restassured.path.json.config.JsonPathConfig(
                            io.restassured.path.json.config.JsonPathConfig.NumberReturnType.DOUBLE))
                    .getMap("");
            assertThat(((Number) stored.get("n_obs")).intValue()).isEqualTo(measured.size());
            expected(measured).forEach((column, value) -> {
                if (value == null) {
                    assertThat(stored.get(column)).as("%s of %s", column, measured).isNull();
                } else {
                    assertThat(((Number) stored.get(column)).doubleValue()).as("%s of %s", column, measured)
                            .isCloseTo(value.doubleValue(), A_BILLIONTH);
                }
            });
        }
    }

    private static Map<String, BigDecimal> expected(List<Map<String, Object>> rows) {
        Map<String, BigDecimal> expected = new HashMap<>();
        BigDecimal n = BigDecimal.valueOf(rows.size());
        BigDecimal mean = sum(rows, VariabilityTest::flux).divide(n, EXACT);
        expected.put("mean_flux_mjy", mean.scaleByPowerOfTen(3));
        expected.put("min_flux_mjy", extreme(rows, VariabilityTest::flux, -1).scaleByPowerOfTen(3));
        expected.put("max_flux_mjy", extreme(rows, VariabilityTest::flux, 1).scaleByPowerOfTen(3));
        expected.put("last_mjd", extreme(rows, row -> exact(row.get("mjd")), 1));
        expected.put("last_measured_at", extreme(rows, row -> exact(row.get("measured_at")), 1));
        if (rows.size() > 1) {
            BigDecimal std = sum(rows, row -> flux(row).subtract(mean).pow(2)).divide(n.subtract(BigDecimal.ONE), EXACT)
                    .sqrt(EXACT);
            expected.put("std_flux_mjy", std.scaleByPowerOfTen(3));
            expected.put("v_index", std.divide(mean, EXACT));
        }
        List<Map<String, Object>> weighted = rows.stream().filter(row -> weight(row) != null).toList();
        if (weighted.isEmpty()) {
            expected.put("weighted_mean_flux_mjy", null);
        } else {
            BigDecimal weightedMean = sum(weighted, row -> weight(row).multiply(flux(row)))
                    .divide(sum(weighted, VariabilityTest::weight), EXACT);
            expected.put("weighted_mean_flux_mjy", weightedMean.scaleByPowerOfTen(3));
            BigDecimal eta = weighted.size() < 2
                    ? null
                    : sum(weighted, row -> weight(row).multiply(flux(row).subtract(weightedMean).pow(2)))
                            .divide(BigDecimal.valueOf(weighted.size() - 1), EXACT);
            expected.put("eta_metric", eta);
            expected.put("chi2_nu", eta);
        }
        return expected;
    }

    private static BigDecimal sum(List<Map<String, Object>> rows, Function<Map<String, Object>, BigDecimal> term) {
        return rows.stream().map(term).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal extreme(List<Map<String, Object>> rows, Function<Map<String, Object>, BigDecimal> value,
            int sign) {
        return rows.stream().map(value).filter(Objects::nonNull).reduce((a, b) -> a.compareTo(b) * sign > 0 ? a : b)
                .orElse(null);
    }

    private static BigDecimal flux(Map<String, Object> row) {
        return exact(row.get(row.get("flux_jy") == null ? "peak_jyb" : "flux_jy"));
    }

    private static BigDecimal weight(Map<String, Object> row) {
        Double error = (Double) row.get(row.get("flux_jy") == null ? "peak_err_jyb" : "flux_err_jy");
        return error == null || error <= 0 ? null : exact(1 / (error * error));
    }

    private static BigDecimal exact(Object value) {
        return value == null ? null : new BigDecimal((Double) value);
    }

    /** Bright against its scatter, so that sums of doubles would lose it. */
    private Map<String, Object> measurement(String source) {
        Map<String, Object> row = new HashMap<>();
        row.put("source_id", source);
        row.put("image_path", "/stage/images/" + random.nextInt(100));
        row.put("ra_deg", 10 + 1e-4 * random.nextGaussian());
        row.put("dec_deg", 20 + 1e-4 * random.nextGaussian());
        row.put("peak_jyb", 1e5 + 1e-3 * random.nextGaussian());
        row.put("peak_err_jyb", random.nextInt(5) == 0 ? null : 1e-3 * (1 + random.nextDouble()));
        row.put("flux_jy", random.nextInt(4) == 0 ? null : 1e5 + 1e-3 * random.nextGaussian());
        row.put("flux_err_jy", random.nextInt(5) == 0 ? (Double) 0.0 : (Double) (1e-3 * (1 + random.nextDouble())));
        row.put("measured_at", 1.7e9 + 1e6 * random.nextDouble());
        row.put("mjd", 60000 + 100 * random.nextDouble());
        return row;
    }

    private static List<Integer> add(List<Map<String, Object>> rows) {
        return given().contentType(ContentType.JSON).body(rows).post(PHOTOMETRY).then().statusCode(201).extract()
                .path("id");
    }

    private String source(int i) {
        return mark + i;
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000", new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
