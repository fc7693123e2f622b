package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.angle;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.PhotometryMeasurement;
import org.dsa110.contimg.products.PhotometryMeasurementRepository;
import org.dsa110.contimg.products.Source;
import org.dsa110.contimg.products.internal.sources.SourceSql;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.JDBC;

/** Cone searches on sources, whoever wrote their photometry, compared with the mean of vectors for every source. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceConeTest {
    private static final String SOURCES = "/api/v1/products/sources";
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String COLUMNS = "(source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)";
    /** Where right ascension jumps, where it means nothing, and in other ranges of it than the usual. */
    private static final double[][] AWKWARD = {{0, 90}, {77, -90}, {0, 0}, {359.9999, 0}, {0.0001, 45}, {180, 89.99},
            {90, -89.95}, {-0.01, 10}, {-180, 45}, {359.99, 89.9}, {400, -20}, {10, 89.95}, {0, -89.9}};

    StateFiles files;

    private final long seed = Long.getLong("cone.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    @Test
    void eachConeHasTheSourcesWhoseMeanPositionIsInIt() throws SQLException {
        System.out.println("SourceConeTest: -Dcone.seed=" + seed);
        List<double[]> places = places();
        storeByRest(places.subList(0, 200));
        storeAsAnotherProgram(places.subList(200, places.size()));
        changeAsAnotherProgram();
        compare(places);
        given().urlEncodingEnabled(false).post("/api/v1/products/variability_stats:recompute").then().statusCode(200);
        compare(places);
    }

    @Test
    void photometryThatRestChangesMovesItsSource() {
        long id = add(mark, 10, 20);
        add(mark, 10, 20);
        names(10, 20, 0.01, mark);
        given().contentType("application/merge-patch+json").body("{\"ra_deg\":12}").patch(PHOTOMETRY + "/" + id).then()
                .statusCode(200);
        names(10, 20, 0.01);
        names(11, 20, 0.01, mark);
        given().delete(PHOTOMETRY + "/" + id).then().statusCode(204);
        names(10, 20, 0.01, mark);
        names(11, 20, 0.01);
    }

    @Test
    @DisabledOnIntegrationTest("is about Java code")
    void photometryThatJavaCodeStoresAndChangesIsFound() {
        InProcess.ask(PhotometryMeasurementRepository.class, (units, repository) -> {
            long id = units.write(Database.PRODUCTS, () -> {
                PhotometryMeasurement row = new PhotometryMeasurement();
                row.sourceId = mark;
                row.imagePath = "/i";
                row.raDeg = 50.0;
                row.decDeg = 5.0;
                row.peakJyb = 1.0;
                row.measuredAt = 1.0;
                row.persist();
                return row.id;
            }).await().indefinitely();
            names(50, 5, 0.01, mark);
            units.write(Database.PRODUCTS, () -> {
                repository.findById(id).raDeg = 60.0;
                return id;
            }).await().indefinitely();
            names(60, 5, 0.01, mark);
            names(50, 5, 0.01);
        });
    }

    @Test
    void anImportAndItsSourceAreFoundTooAndWhatIsNoNumberIsNowhere() throws SQLException {
        given().urlEncodingEnabled(false).contentType("text/csv;charset=utf-8")
                .body("source_id,image_path,ra_deg,dec_deg,peak_jyb,measured_at\n"
                        + mark + ",/i,0.02,-45,1,1\n" + mark + ",/i,359.98,-45,1,1\n")
                .post(PHOTOMETRY + ":import").then()
                .statusCode(200).body("imported", equalTo(2));
        names(0, -45, 0.001, mark);
        theirs("INSERT INTO photometry " + COLUMNS + " VALUES ('" + mark + "x', '/i', '12:30:00', 'unknown', 1, 1)");
        theirs("INSERT INTO photometry " + COLUMNS + " VALUES ('" + mark + "y', '/i', 9e999, 45, 1, 1)");
        names(0, 0, 180, mark);
    }

    @Test
    void itIsFilteredOrderedCountedPagedAndExportedLikeAnyList() {
        for (int i = 0; i < 10; i++) {
            add(mark + i, (359.95 + 0.01 * i) % 360, -30);
        }
        JsonPath first = cone(0, -30, 1).queryParam("count", true).queryParam("limit", 4).get(SOURCES).then()
                .statusCode(200).extract().jsonPath();
        assertThat(first.getInt("total")).isEqualTo(10);
        List<String> seen = new ArrayList<>(first.getList("items.source_id"));
        for (String next = first.getString("next"); next != null;) {
            JsonPath page = cone(0, -30, 1).queryParam("limit", 4).queryParam("next", next).get(SOURCES).then()
                    .statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.source_id"));
            next = page.getString("next");
        }
        assertThat(seen).hasSize(10).doesNotHaveDuplicates().startsWith(mark + 5).endsWith(mark + 0);
        cone(0, -30, 1).queryParam("order", "-source_id").get(SOURCES).then().body("items[0].source_id",
                equalTo(mark + 9));
        cone(0, -30, 1).queryParam("fields", "source_id,separation_deg").queryParam("separation_deg__gt", 0.035)
                .get(SOURCES).then().statusCode(200).body("items.size()", equalTo(1))
                .body("items[0].source_id", equalTo(mark + 0)).body("items[0].size()", equalTo(2));
        for (String format : List.of("csv", "ndjson", "votable")) {
            String export = cone(0, -30, 1).queryParam("as", format).get(SOURCES).then().statusCode(200).extract()
                    .asString();
            assertThat(export).contains("separation_deg");
            assertThat(export.split(mark, -1)).hasSize(11);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ra=1&dec=2 | radius | missing", "ra=1&dec=91&radius=1 | dec | from -90 to 90",
            "separation_deg__lt=1 | separation_deg__lt | is not a parameter"})
    void aBadConeIsNamed(String query, String field, String message) {
        given().get(SOURCES + "?" + query).then().statusCode(400).body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    @Test
    void theIndexesAreUsed() throws SQLException {
        TableDescription<?> sources = new TableDescription<>(Database.PRODUCTS, Source.class, Source.QUERY,
                SourceSql.IN_OTHER_ORDERS);
        for (int i = 0; i < 6; i++) {
            double radius = new double[]{1 / 60.0, 2, 40}[i / 2];
            Cone cone = Cone.of(sources.position(), 0.1, -20, radius);
            RowsDescription near = i % 2 == 0 ? cone.of(sources) : cone.of(sources).inOtherOrder();
            String sql = "EXPLAIN QUERY PLAN SELECT * FROM " + near.rows() + " WHERE "
                    + cone.within().sql().replace("?", Double.toString(radius)) + " ORDER BY "
                    + (i % 2 == 0 ? "source_id" : "ra_deg") + " LIMIT 11";
            List<String> steps = new ArrayList<>();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    steps.add(row.getString("detail"));
                }
            }
            assertThat(String.join("; ", steps)).as("radius %s", radius).contains("idx_source_places_sky (<expr>")
                    .contains("SEARCH photometry USING INDEX idx_photometry_source")
                    .contains("SEARCH source_summaries USING INDEX sqlite_autoindex_source_summaries_1 (source_id=?)")
                    .contains("idx_source_places_wide").doesNotContain("SCAN photometry")
                    .doesNotContain("SCAN source_places;");
        }
    }

    @Test
    void sourcesComeBackwardsByTheirNamesFromTheIndex() throws SQLException {
        TableDescription<?> sources = new TableDescription<>(Database.PRODUCTS, Source.class, Source.QUERY);
        List<String> steps = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN SELECT * FROM " + sources.backwards().rows()
                        + " ORDER BY " + Order.parse(sources, "-source_id").sql() + " LIMIT 11")) {
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
        }
        assertThat(String.join("; ", steps)).contains("photometry USING INDEX idx_photometry_source")
                .doesNotContain("ORDER BY");
    }

    private void compare(List<double[]> places) throws SQLException {
        Map<String, double[]> means = means();
        assertThat(means).hasSizeGreaterThan(300);
        for (int i = 0; i < 40; i++) {
            double[] near = places.get(random.nextInt(places.size()));
            double radius = Math.min(180, Math.pow(10, -4 + 6.3 * random.nextDouble()));
            double ra = i % 3 == 0 ? 360 * random.nextDouble() : (near[0] + 720) % 360;
            double dec = Math.max(-90, Math.min(90, i % 4 == 0 ? near[1] : near[1] + radius * random.nextGaussian()));
            Map<String, Double> expected = new HashMap<>();
            means.forEach((source, mean) -> {
                double angle = angle(mean, vector(ra, dec));
                if (angle <= radius) {
                    expected.put(source, angle);
                }
            });
            String which = "seed %d ra %s dec %s radius %s".formatted(seed, ra, dec, radius);
            List<Map<String, Object>> found = cone(ra, dec, radius).queryParam("limit", 1000).get(SOURCES).then()
                    .statusCode(200).extract().jsonPath(new JsonPathConfig(NumberReturnType.DOUBLE)).getList("items");
            assertThat(found.stream().map(row -> (String) row.get("source_id"))).as(which)
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
            double before = 0;
            for (Map<String, Object> row : found) {
                double separation = (Double) row.get("separation_deg");
                assertThat(separation).as(which).isCloseTo(expected.get((String) row.get("source_id")), within(1e-9))
                        .isGreaterThanOrEqualTo(before);
                before = separation;
            }
        }
    }

    private List<double[]> places() {
        List<double[]> places = new ArrayList<>(List.of(AWKWARD));
        while (places.size() < 400) {
            places.add(random.nextInt(4) == 0
                    ? AWKWARD[random.nextInt(AWKWARD.length)]
                    : new double[]{360 * random.nextDouble(),
                            Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))});
        }
        return places;
    }

    /** Some measurements of each source about its place, most of them close together, some far apart. */
    private List<double[]> measurements(double[] place) {
        double scale = Math.pow(10, -6 + 7 * random.nextDouble());
        List<double[]> measurements = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            measurements.add(new double[]{place[0] + scale * random.nextGaussian(),
                    Math.max(-90, Math.min(90, place[1] + scale * random.nextGaussian()))});
        }
        return measurements;
    }

    private void storeByRest(List<double[]> places) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            for (double[] at : measurements(places.get(i))) {
                rows.add(row(mark + "r" + i, (at[0] + 720) % 360, at[1]));
            }
        }
        given().contentType(ContentType.JSON).body(rows).post(PHOTOMETRY).then().statusCode(201);
    }

    private void storeAsAnotherProgram(List<double[]> places) throws SQLException {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            for (double[] at : measurements(places.get(i))) {
                values.append(values.isEmpty() ? "" : ", ").append("('").append(mark).append('o').append(i)
                        .append("', '/i', ").append(at[0]).append(", ").append(at[1]).append(", 1, 1)");
            }
        }
        theirs("INSERT INTO photometry " + COLUMNS + " VALUES " + values);
    }

    /** Rows that move, go, go to another source, or are replaced by one of another source. */
    private void changeAsAnotherProgram() throws SQLException {
        String mine = " WHERE source_id LIKE '" + mark + "%' AND id % ";
        theirs("UPDATE photometry SET ra_deg = ra_deg + 0.07" + mine + "7 = 0");
        theirs("UPDATE photometry SET dec_deg = -dec_deg" + mine + "11 = 0");
        theirs("UPDATE photometry SET source_id = '" + mark + "o1'" + mine + "31 = 0");
        theirs("DELETE FROM photometry" + mine + "13 = 0");
        theirs("INSERT OR REPLACE INTO photometry (id, " + COLUMNS.substring(1) + " SELECT id, '" + mark
                + "r' || (id % 50), '/i', 360 - ra_deg, dec_deg, 1, 1 FROM photometry" + mine + "17 = 0");
        theirs("UPDATE OR REPLACE photometry SET ra_deg = ra_deg + 20" + mine + "19 = 0");
    }

    private Map<String, double[]> means() throws SQLException {
        Map<String, double[]> sums = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT source_id, ra_deg, dec_deg FROM photometry WHERE source_id LIKE '" + mark + "%'")) {
            while (row.next()) {
                double[] sum = sums.computeIfAbsent(row.getString(1), source -> new double[3]);
                double[] vector = vector(row.getDouble(2), row.getDouble(3));
                for (int i = 0; i < 3; i++) {
                    sum[i] += vector[i];
                }
            }
        }
        return sums;
    }

    private void names(double ra, double dec, double radius, String... sources) {
        assertThat(cone(ra, dec, radius).get(SOURCES).then().statusCode(200).extract().jsonPath()
                .getList("items.source_id", String.class)).containsExactly(sources);
    }

    private RequestSpecification cone(double ra, double dec, double radius) {
        return given().queryParam("source_id__startswith", mark).queryParam("ra", ra).queryParam("dec", dec)
                .queryParam("radius", radius);
    }

    private static long add(String source, double ra, double dec) {
        return given().contentType(ContentType.JSON).body(row(source, ra, dec)).post(PHOTOMETRY).then().statusCode(201)
                .extract().jsonPath().getLong("id");
    }

    private static Map<String, Object> row(String source, double ra, double dec) {
        return Map.of("source_id", source, "image_path", "/i", "ra_deg", ra, "dec_deg", dec, "peak_jyb", 1,
                "measured_at", 1);
    }

    private void theirs(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection connect() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + files.get(Database.PRODUCTS) + "?busy_timeout=30000",
                new Properties());
    }
}
