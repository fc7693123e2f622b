package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.angle;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.Image;
import org.dsa110.contimg.products.MonitoringSource;
import org.dsa110.contimg.products.PhotometryMeasurement;
import org.dsa110.contimg.products.TransientCandidate;
import org.dsa110.contimg.products.VariabilityStatistics;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** Cone searches over HTTP, compared with the angle between vectors for every row. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ConeTest {
    private static final String PRODUCTS = "/api/v1/products/";
    private static final String CANDIDATES = PRODUCTS + "transient_candidates";

    StateFiles files;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    @Test
    void eachConeHasTheRowsWithinItsRadiusTheNearestFirst() {
        System.out.println("ConeTest: seed " + seed);
        List<double[]> places = places();
        List<Integer> ids = store(places);
        for (int i = 0; i < 60; i++) {
            double[] near = places.get(random.nextInt(places.size()));
            double radius = Math.min(180, Math.pow(10, -4 + 6.3 * random.nextDouble()));
            double ra = i % 3 == 0 ? 360 * random.nextDouble() : Math.floorMod((int) near[0], 360) + 1e-5;
            double dec = Math.max(-90, Math.min(90, i % 4 == 0 ? near[1] : near[1] + radius * random.nextGaussian()));
            List<Map<String, Object>> found = found(cone(ra, dec, radius).queryParam("limit", 1000));
            Map<Integer, Double> expected = new HashMap<>();
            for (int n = 0; n < places.size(); n++) {
                double angle = angle(vector(places.get(n)[0], places.get(n)[1]), vector(ra, dec));
                if (angle <= radius) {
                    expected.put(ids.get(n), angle);
                }
            }
            String which = "ra %s dec %s radius %s".formatted(ra, dec, radius);
            assertThat(found.stream().map(row -> ((Number) row.get("id")).intValue())).as(which)
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
            double before = 0;
            for (Map<String, Object> row : found) {
                double separation = (Double) row.get("separation_deg");
                assertThat(separation).as(which)
                        .isCloseTo(expected.get(((Number) row.get("id")).intValue()), within(1e-9))
                        .isGreaterThanOrEqualTo(before);
                before = separation;
            }
        }
    }

    @Test
    void aConeIsFilteredOrderedCountedPagedAndExportedLikeAnyList() {
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            places.add(new double[]{(359.95 + 0.01 * i) % 360, -30});
        }
        List<Integer> ids = store(places);
        RequestSpecification all = cone(0, -30, 1).queryParam("count", true).queryParam("limit", 4);
        JsonPath first = all.get(CANDIDATES).then().statusCode(200).extract().jsonPath();
        assertThat(first.getInt("total")).isEqualTo(10);
        List<Integer> seen = new ArrayList<>(first.getList("items.id"));
        for (String next = first.getString("next"); next != null;) {
            JsonPath page = cone(0, -30, 1).queryParam("limit", 4).queryParam("next", next).get(CANDIDATES).then()
                    .statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.id"));
            next = page.getString("next");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids).doesNotHaveDuplicates().startsWith(ids.get(5));
        cone(0, -30, 1.1).queryParam("next", first.getString("next")).get(CANDIDATES).then().statusCode(400)
                .body("violations[0].field", equalTo("next"));
        cone(0, -30, 1).queryParam("order", "-id").get(CANDIDATES).then().body("items[0].id", equalTo(ids.get(9)));
        cone(0, -30, 1).queryParam("fields", "id,separation_deg").queryParam("separation_deg__gt", 0.035)
                .get(CANDIDATES)
                .then().statusCode(200).body("items.size()", equalTo(1)).body("items.id", hasItem(ids.get(0)))
                .body("items[0].size()", equalTo(2));
        assertThat(cone(0, -30, 1).queryParam("as", "csv").get(CANDIDATES).then().statusCode(200).extract().asString()
                .lines()).hasSize(11).first().asString().endsWith(",separation_deg");
        assertThat(cone(0, -30, 1).queryParam("as", "csv").queryParam("limit", 1).queryParam("fields", "id")
                .get(CANDIDATES).then().statusCode(200).extract().asString().lines()).as("the nearest")
                .containsExactly("id", ids.get(5).toString());
        List<String> rest = new ArrayList<>(List.of("id"));
        seen.subList(4, 10).forEach(id -> rest.add(id.toString()));
        assertThat(cone(0, -30, 1).queryParam("as", "csv").queryParam("fields", "id")
                .queryParam("next", first.getString("next")).get(CANDIDATES).then().statusCode(200).extract()
                .asString().lines()).as("what comes behind a page").containsExactlyElementsOf(rest);
    }

    @Test
    void aPositionThatIsNoNumberIsNowhere() throws SQLException {
        List<Integer> ids = store(List.of(new double[]{10, 0}, new double[]{12, 0}));
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000", new Properties());
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE transient_candidates SET dec_deg = 'unknown' WHERE id = " + ids.get(0));
                PreparedStatement another = connection.prepareStatement(
                        "UPDATE transient_candidates SET ra_deg = '12:30:00' WHERE id = " + ids.get(1))) {
            update.executeUpdate();
            another.executeUpdate();
        }
        cone(10, 0, 180).get(CANDIDATES).then().statusCode(200).body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"photometry", "monitoring_sources", "transient_candidates", "images", "variability_stats"})
    void everyTableWithPositionsIsSearched(String table) {
        given().queryParam("ra", 12.5).queryParam("dec", -45).queryParam("radius", 0.1).get(PRODUCTS + table).then()
                .statusCode(200);
    }

    @Test
    void theIndexIsUsed() throws SQLException {
        for (Class<?> entity : List.of(Image.class, PhotometryMeasurement.class, MonitoringSource.class,
                TransientCandidate.class, VariabilityStatistics.class)) {
            TableDescription<?> table = new TableDescription<>(Database.PRODUCTS, entity);
            for (double radius : new double[]{1 / 60.0, 2, 40}) {
                Cone cone = Cone.of(table.position(), 0.1, -20, radius);
                assertThat(plan("SELECT * FROM " + table.name() + " WHERE " + cone.within().sql(), radius))
                        .as("%s, radius %s", table, radius).contains("_sky (<expr>").doesNotContain("SCAN");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ra=1&dec=2 | radius | missing", "ra=1&radius=2 | dec | missing", "radius=1 | ra | missing",
            "ra=x&dec=2&radius=1 | ra | finite number", "ra=361&dec=2&radius=1 | ra | from -360 to 360",
            "ra=1&dec=90.1&radius=1 | dec | from -90 to 90", "ra=1&dec=2&radius=-1 | radius | from 0 to 180",
            "ra=1&dec=2&radius=181 | radius | from 0 to 180", "ra=1&ra=1&dec=2&radius=1 | ra | given once",
            "separation_deg__lt=1 | separation_deg__lt | is not a parameter",
    })
    void aBadConeIsNamed(String query, String field, String message) {
        given().get(CANDIDATES + "?" + query).then().statusCode(400).body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    @Test
    void aTableWithoutPositionsKnowsNoCone() {
        given().get(PRODUCTS + "jobs?ra=1&dec=2&radius=1").then().statusCode(400).body("violations.field",
                not(empty()));
    }

    /** All over the sky, and where it is awkward: at the poles, at right ascension 0, in other ranges of it, close together. */
    private List<double[]> places() {
        List<double[]> places = new ArrayList<>();
        for (double[] corner : new double[][]{{0, 90}, {77, -90}, {0, 0}, {360, 0}, {-0.001, 0}, {359.9999, 89.99},
                {180, 89.99}, {-180, 45}, {540, 45}, {90, 0}, {270, 0}, {359.99999, -89.95}, {0.00001, -89.95}}) {
            places.add(corner);
        }
        while (places.size() < 900) {
            if (random.nextBoolean()) {
                places.add(new double[]{360 * random.nextDouble(),
                        Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))});
            } else {
                double[] other = places.get(random.nextInt(places.size()));
                double scale = Math.pow(10, -4 * random.nextDouble());
                places.add(new double[]{other[0] + scale * random.nextGaussian(),
                        Math.max(-90, Math.min(90, other[1] + scale * random.nextGaussian()))});
            }
        }
        return places;
    }

    /** What no client may send is put in as by another program. */
    private List<Integer> store(List<double[]> places) {
        List<Map<String, Object>> rows = places.stream()
                .map(place -> Map.<String, Object>of("source_id", mark, "ra_deg",
                        (place[0] + 720) % 360, "dec_deg", place[1], "detection_type", "new"))
                .toList();
        List<Integer> ids = given().contentType(ContentType.JSON).body(rows).post(CANDIDATES).then().statusCode(201)
                .extract()
                .path("id");
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000", new Properties());
                PreparedStatement update = connection
                        .prepareStatement("UPDATE transient_candidates SET ra_deg = ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < places.size(); i++) {
                update.setDouble(1, places.get(i)[0]);
                update.setInt(2, ids.get(i));
                update.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return ids;
    }

    private RequestSpecification cone(double ra, double dec, double radius) {
        return given().queryParam("source_id", mark).queryParam("ra", ra).queryParam("dec", dec).queryParam("radius",
                radius);
    }

    private static List<Map<String, Object>> found(RequestSpecification request) {
        return request.get(CANDIDATES).then().statusCode(200).extract()
                .jsonPath(new JsonPathConfig(NumberReturnType.DOUBLE)).getList("items");
    }

    private String plan(String sql, double radius) throws SQLException {
        try (Connection connection = JDBC.createConnection(
                "jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000", new Properties());
                PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql)) {
            explain.setDouble(1, radius);
            List<String> steps = new ArrayList<>();
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    steps.add(row.getString("detail"));
                }
            }
            return String.join("; ", steps);
        }
    }
}
