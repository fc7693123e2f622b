package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.angle;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;
import static org.dsa110.contimg.rest.internal.list.SourceConeTest.cone;
import static org.dsa110.contimg.rest.internal.list.SourceConeTest.row;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;

/** Cone searches on sources, whoever wrote their photometry, compared with the mean of vectors for every source. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RandomConesTest {
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
        System.out.println("RandomConesTest: -Dcone.seed=" + seed);
        List<double[]> places = places();
        storeByRest(places.subList(0, 200));
        storeAsAnotherProgram(places.subList(200, places.size()));
        changeAsAnotherProgram();
        compare(places);
        given().urlEncodingEnabled(false).post("/api/v1/products/variability_stats:recompute").then().statusCode(200);
        compare(places);
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
            List<Map<String, Object>> found = cone(mark, ra, dec, radius).queryParam("limit", 1000).get(SOURCES).then()
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
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS));
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

    private void theirs(String sql) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(sql);
    }
}
