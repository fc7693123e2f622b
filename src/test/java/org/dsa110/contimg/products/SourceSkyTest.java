package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.internal.sources.SkyCellSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources are counted in cells of the sky by the positions that their list has, and each that has one is in one cell. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceSkyTest {
    private static final String SOURCES = "/api/v1/products/sources";
    private static final String SKY = SOURCES + "/sky";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = Long.getLong("sky.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    /** A cell with its edges, in degrees. */
    private record Cell(double decMin, double decMax, double raMin, double raMax) implements Comparable<Cell> {
        static Cell of(double ra, double dec, long height) {
            long zone = Math.min((long) ((dec + 90) / height), 180 / height - 1);
            double steps = Math.max(1, Math.rint(Math.cos(Math.toRadians((zone + 0.5) * height - 90)) * 360 / height));
            long step = (long) (ra * steps / 360);
            return new Cell(zone * height - 90, (zone + 1) * height - 90, 360 * step / steps, 360 * (step + 1) / steps);
        }

        @Override
        public int compareTo(Cell other) {
            return decMin == other.decMin
                    ? Double.compare(raMin, other.raMin)
                    : Double.compare(decMin, other.decMin);
        }
    }

    @Test
    void eachSourceIsInTheCellOfItsPosition() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.execute(other, "BEGIN");
            for (int i = 0; i < 300; i++) {
                measure(other, mark + i, 360 * random.nextDouble(),
                        Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)));
            }
            RebuiltTable.execute(other, "COMMIT");
            assertExact("due");
            KeptSources.await(other, seed);
            assertExact("kept");
            RebuiltTable.execute(other, "UPDATE photometry SET dec_deg = -dec_deg WHERE source_id = '" + mark + "7'");
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id = '" + mark + "8'");
            assertExact("some due");
            KeptSources.await(other, seed);
            RebuiltTable.execute(other, "CREATE INDEX theirs ON photometry (flags)");
            try {
                assertExact("after a change of the schema, all due");
            } finally {
                RebuiltTable.execute(other, "DROP INDEX theirs");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0, 2, 0, 2", "359.999, 1, 358, 360, 0, 2", "360, 1, 0, 2, 0, 2", "-0.001, 1, 358, 360, 0, 2",
            "719, 1, 358, 360, 0, 2", "17, -0.001, 16, 18, -2, 0", "100, 90, 0, 120, 88, 90",
            "100, 89.9999, 0, 120, 88, 90", "359.9, 89, 240, 360, 88, 90", "200, -90, 120, 240, -90, -88",
            "180, 59.5, 178.06451612903226, 181.93548387096774, 58, 60"})
    void cellsMeetAtRightAscension0AndAtThePoles(double ra, double dec, double raMin, double raMax, double decMin,
            double decMax) throws SQLException {
        Cell cell = new Cell(decMin, decMax, raMin, raMax);
        long before = cells(2).getOrDefault(cell, 0L);
        try (Connection other = connect()) {
            measure(other, mark, ra, dec);
            assertThat(cells(2)).containsEntry(cell, before + 1);
            KeptSources.await(other, seed);
            assertThat(cells(2)).containsEntry(cell, before + 1);
        }
    }

    @Test
    void aSourceWithoutAPositionIsInNoCell() throws SQLException {
        Map<Cell, Long> before = cells(1);
        try (Connection other = connect()) {
            for (String position : List.of("NULL, NULL", "10, NULL", "'12:30:00', 5", "x'00', 5", "9e999, 5", "10, 95",
                    "-361, 5", "721, 5")) {
                RebuiltTable.execute(other, "INSERT OR IGNORE INTO photometry (source_id, image_path, ra_deg, dec_deg,"
                        + " peak_jyb, measured_at) VALUES ('" + mark + position.replace("'", "") + "', 'i', "
                        + position + ", 1, 1)");
            }
            assertThat(cells(1)).isEqualTo(before);
            KeptSources.await(other, seed);
            assertThat(cells(1)).isEqualTo(before);
            assertExact("without positions");
        }
    }

    /** Only what other tests have measured goes. */
    @Test
    void aSkyWithoutSourcesHasNoCells() throws SQLException {
        try (Connection other = connect()) {
            measure(other, mark, 10, 5);
            RebuiltTable.execute(other, "DELETE FROM photometry");
            given().get(SKY).then().statusCode(200).body(equalTo("{\"items\":[]}"));
            KeptSources.await(other, seed);
            given().get(SKY).then().statusCode(200).body(equalTo("{\"items\":[]}"));
        }
    }

    /** So close to 360 degrees that a product could be rounded up to the number of cells. */
    @Test
    void noRightAscensionIsBehindTheLastCell() throws SQLException {
        String nearly = Double.toString(Math.nextDown(360.0));
        try (Connection other = connect()) {
            for (int steps = 1; steps <= 360; steps++) {
                assertThat(RebuiltTable.strings(other, "SELECT CAST(" + nearly + " * round(" + steps
                        + ") / 360 AS INTEGER)")).containsExactly(Integer.toString(steps - 1));
            }
        }
    }

    @Test
    void aSourceThatIsCalledSkyIsInTheListAndHasALightCurve() throws SQLException {
        try (Connection other = connect()) {
            measure(other, "sky", 10, 5);
            given().queryParam("source_id", "sky").get(SOURCES).then().statusCode(200).body("items.size()", equalTo(1));
            given().get(SKY + "/lightcurve").then().statusCode(200).body("source_id", equalTo("sky"));
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id = 'sky'");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"cell=0 | cell | one of 1, 2, 3, 4, 5, 6, 9, 10, 12, 15",
            "cell=7 | cell | one of 1, 2", "cell=16 | cell | one of 1, 2", "cell=-2 | cell | one of 1, 2",
            "cell=1.5 | cell | an integer", "cell= | cell | an integer", "cell=2&cell=2 | cell | given once",
            "cells=2 | cells | did you mean cell", "limit=10 | limit | known are cell"})
    void aBadParameterIsNamed(String query, String field, String message) {
        given().urlEncodingEnabled(false).get(SKY + "?" + query).then().statusCode(400)
                .contentType("application/problem+json").body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    /** Of all heights, against the list, whose numbers come bit for bit. */
    private void assertExact(String when) {
        List<JsonNode> sources = given().queryParams(Map.of("as", "ndjson", "fields", "ra_deg,dec_deg")).get(SOURCES)
                .then().statusCode(200).extract().asString().lines().map(SourceSkyTest::json)
                .filter(source -> !source.get("ra_deg").isNull()).toList();
        int all = given().queryParams(Map.of("count", true, "limit", 1)).get(SOURCES).then().extract().path("total");
        int without = given().queryParams(Map.of("count", true, "limit", 1, "ra_deg__isnull", true)).get(SOURCES).then()
                .extract().path("total");
        for (long height : SkyCellSql.HEIGHTS) {
            Map<Cell, Long> expected = new TreeMap<>();
            sources.forEach(source -> expected.merge(
                    Cell.of(source.get("ra_deg").doubleValue(), source.get("dec_deg").doubleValue(), height), 1L,
                    Long::sum));
            Map<Cell, Long> found = cells(height);
            assertThat(found).as("%s, cells of %d degrees, seed %d", when, height, seed)
                    .containsExactlyEntriesOf(expected);
            assertThat(found.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(sources.size())
                    .isEqualTo(all - without);
        }
    }

    /** In the order of the answer, which is that of the cells. */
    private static Map<Cell, Long> cells(long height) {
        Map<Cell, Long> cells = new TreeMap<>();
        List<Cell> order = new ArrayList<>();
        for (JsonNode item : json(given().queryParam("cell", height).get(SKY).then().statusCode(200).extract()
                .asString()).get("items")) {
            Cell cell = new Cell(item.get("dec_min_deg").doubleValue(), item.get("dec_max_deg").doubleValue(),
                    item.get("ra_min_deg").doubleValue(), item.get("ra_max_deg").doubleValue());
            order.add(cell);
            assertThat(cells.put(cell, item.get("n_sources").longValue())).as("twice: %s", cell).isNull();
        }
        assertThat(order).isSorted();
        assertThat(cells.values()).allMatch(sources -> sources > 0);
        return cells;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static void measure(Connection other, String source, double ra, double dec) throws SQLException {
        RebuiltTable.execute(other,
                "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES ('"
                        + source + "', 'i', " + ra + ", " + dec + ", 1, 1)");
    }

    private Connection connect() throws SQLException {
        return RebuiltTable.connect(files.get(Database.PRODUCTS));
    }
}
