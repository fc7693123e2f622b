package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;

/** What the list of sources has is that of the photometry at any moment, whoever wrote it, computed or kept. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceSummariesTest {
    private static final String PRODUCTS = "/api/v1/products/";
    private static final String SOURCES = PRODUCTS + "sources";
    private static final List<String> ORDERS = List.of("source_id", "-source_id", "ra_deg", "-dec_deg",
            "-n_measurements", "n_images");

    private final long seed = Long.getLong("summaries.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    @Test
    void whatIsWrittenInAnyWayIsInTheListAtOnceAndAfterItWasKept() throws SQLException {
        System.out.println("SourceSummariesTest: -Dsummaries.seed=" + seed);
        try (Connection other = connect()) {
            for (int step = 0; step < 150; step++) {
                change(other, random.nextInt(11));
                if (random.nextInt(3) == 0) {
                    assertExact(other, "after step " + step);
                }
                if (step % 30 == 29) {
                    awaitKept(other);
                    assertExact(other, "kept after step " + step);
                }
            }
        }
    }

    @Test
    void aSourceWithoutAnyMeasurementIsNone() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.measure(other, mark, 10);
            awaitKept(other);
            given().get(SOURCES + "/" + mark).then().statusCode(200).body("n_measurements", equalTo(1));
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id = '" + mark + "'");
            given().get(SOURCES + "/" + mark).then().statusCode(404);
            assertExact(other, "due");
            awaitKept(other);
            given().get(SOURCES + "/" + mark).then().statusCode(404);
            assertExact(other, "kept");
            assertThat(strings(other, "SELECT source_id FROM source_summaries WHERE source_id = '" + mark + "'"))
                    .isEmpty();
        }
    }

    @Test
    void namesThatAreNoTextAreSourcesOfTheirOwn() throws SQLException {
        String names = "(CAST(x'ff4142' AS TEXT), x'ff4142', x'4142', 'AB')";
        try (Connection other = connect()) {
            for (String name : names.replaceAll("^\\(|\\)$", "").split(", ")) {
                RebuiltTable.execute(other, "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb,"
                        + " measured_at) VALUES (" + name + ", 'i', 1, 5, 1, 1), (" + name + ", 'j', 1, 5, 1, 1)");
            }
            int all = Integer.parseInt(strings(other, "SELECT count(DISTINCT source_id) FROM photometry").get(0));
            for (int i = 0; i < 2; i++) {
                for (String order : List.of("source_id", "-n_images")) {
                    assertThat(given().queryParams(Map.of("as", "ndjson", "order", order)).get(SOURCES).then()
                            .statusCode(200).extract().asString().lines()).hasSize(all);
                }
                given().queryParams(Map.of("count", true, "limit", 1)).get(SOURCES).then().body("total", equalTo(all));
                awaitKept(other);
            }
            assertThat(strings(other, "SELECT n_measurements || n_images || typeof(source_id) FROM source_summaries"
                    + " WHERE source_id IN " + names))
                    .containsExactlyInAnyOrder("22text", "22text", "22blob", "22blob");
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id IN " + names);
        }
    }

    /** SQLite fires no trigger for a row that REPLACE takes away, and what is computed meanwhile would be taken for right afterwards. */
    @Test
    void aUniqueKeyOfAnotherProgramHasAllComputed() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.measure(other, source(0), 10);
            RebuiltTable.measure(other, source(1), 30);
            RebuiltTable.measure(other, source(1), 50);
            awaitKept(other);
            RebuiltTable.execute(other,
                    "UPDATE photometry SET mosaic_path = '" + mark + "' || id WHERE source_id LIKE '"
                            + mark + "%'");
            RebuiltTable.execute(other, "CREATE UNIQUE INDEX theirs ON photometry (mosaic_path)");
            try {
                RebuiltTable.execute(other, "INSERT OR REPLACE INTO photometry (source_id, image_path, ra_deg, dec_deg,"
                        + " peak_jyb, measured_at, mosaic_path) SELECT '" + source(2)
                        + "', 'k', 70, 5, 1, 1, mosaic_path"
                        + " FROM photometry WHERE source_id = '" + source(1) + "' AND ra_deg = 50");
                assertExact(other, "with another's key");
            } finally {
                RebuiltTable.execute(other, "DROP INDEX theirs");
            }
            assertExact(other, "without that key");
            awaitKept(other);
            assertExact(other, "kept again");
        }
    }

    /** One of the primary key's column, under whatever name, hides nothing from the triggers. */
    @Test
    void aUniqueKeyOfTheNumberAloneIsNoReasonToComputeAll() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.execute(other, "CREATE UNIQUE INDEX theirs ON photometry (id)");
            try {
                RebuiltTable.measure(other, source(0), 10);
                awaitKept(other);
                RebuiltTable.execute(other, "REPLACE INTO photometry (id, source_id, image_path, ra_deg, dec_deg,"
                        + " peak_jyb, measured_at) SELECT id, '" + source(1) + "', 'k', 70, 5, 1, 1 FROM photometry"
                        + " WHERE source_id = '" + source(0) + "'");
                assertExact(other, "with a key of the number");
                awaitKept(other);
                assertExact(other, "with a key of the number, kept");
            } finally {
                RebuiltTable.execute(other, "DROP INDEX theirs");
            }
        }
    }

    /** As programs load many rows, and as the 12 steps of a change of a table go. */
    @Test
    void triggersThatAreTakenAwayAndPutBackInOneTransactionHideNothing() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.measure(other, source(0), 10);
            RebuiltTable.measure(other, source(1), 30);
            awaitKept(other);
            List<String> triggers = strings(other, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
                    + " AND tbl_name = 'photometry'");
            RebuiltTable.execute(other, "BEGIN IMMEDIATE");
            List<String> texts = new ArrayList<>();
            for (String trigger : triggers) {
                texts.addAll(strings(other, "SELECT sql FROM sqlite_schema WHERE name = '" + trigger + "'"));
                RebuiltTable.execute(other, "DROP TRIGGER " + trigger);
            }
            RebuiltTable.execute(other, "UPDATE photometry SET ra_deg = 77 WHERE source_id = '" + source(0) + "'");
            RebuiltTable.execute(other, "DELETE FROM photometry WHERE source_id = '" + source(1) + "'");
            RebuiltTable.measure(other, source(2), 50);
            for (String text : texts) {
                RebuiltTable.execute(other, text);
            }
            RebuiltTable.execute(other, "COMMIT");
            assertExact(other, "at once");
            awaitKept(other);
            assertExact(other, "kept");
        }
    }

    @Test
    void photometryThatWasMadeAnewWithoutTheTriggersIsComputed() throws SQLException {
        try (Connection other = connect()) {
            RebuiltTable.measure(other, source(0), 10);
            awaitKept(other);
            RebuiltTable.rebuild(files.get(Database.PRODUCTS), "photometry");
            RebuiltTable.measure(other, source(0), 20);
            RebuiltTable.measure(other, source(1), 20);
            assertExact(other, "without triggers");
            given().contentType(ContentType.JSON).body(row(source(2), 30)).post(PRODUCTS + "photometry").then()
                    .statusCode(201);
            assertExact(other, "with the triggers that were put back");
            awaitKept(other);
            assertExact(other, "kept");
        }
    }

    private void change(Connection other, int kind) throws SQLException {
        String some = "(SELECT id FROM photometry WHERE source_id LIKE '" + mark + "%' ORDER BY random() LIMIT 1)";
        String of = source(random.nextInt(4));
        double ra = 360 * random.nextDouble();
        switch (kind) {
            case 0, 1 -> given().contentType(ContentType.JSON).body(row(of, ra)).post(PRODUCTS + "photometry").then()
                    .statusCode(201);
            case 2 -> RebuiltTable.measure(other, of, ra);
            case 3 -> RebuiltTable.execute(other, "UPDATE photometry SET ra_deg = " + ra + " WHERE id = " + some);
            case 4 -> RebuiltTable.execute(other, "UPDATE photometry SET source_id = '" + of + "' WHERE id = " + some);
            case 5 -> RebuiltTable.execute(other,
                    "INSERT OR REPLACE INTO photometry (id, source_id, image_path, ra_deg, dec_deg, peak_jyb,"
                            + " measured_at) VALUES (" + some + ", '" + of + "', 'r', " + ra + ", 5, 1, 2)");
            case 6 -> RebuiltTable.execute(other, "DELETE FROM photometry WHERE id = " + some);
            case 7 -> RebuiltTable.execute(other,
                    "UPDATE OR REPLACE photometry SET rowid = " + some + " WHERE id = " + some);
            case 8 -> RebuiltTable.execute(other, "UPDATE photometry SET image_path = 'image" + random.nextInt(3)
                    + "', mjd = 7 WHERE id = " + some);
            case 9 -> RebuiltTable.execute(other, "UPDATE photometry SET dec_deg = 'none', source_id = NULL WHERE id = "
                    + some);
            default -> {
                String id = strings(other, "SELECT " + some).get(0);
                if (id != null) {
                    given().contentType(ContentType.JSON).body(Map.of("source_id", of, "ra_deg", ra))
                            .patch(PRODUCTS + "photometry/" + id).then().statusCode(200);
                }
            }
        }
    }

    /** Compares the lists of all orders, and the count, with sums over the rows of photometry. */
    private void assertExact(Connection other, String when) throws SQLException {
        String where = "%s, seed %d".formatted(when, seed);
        Map<String, MeasuredSource> expected = MeasuredSource.all(other, mark);
        for (String order : ORDERS) {
            List<Map<String, Object>> rows = list(order, mark);
            assertThat(rows).as("%s, %s", order, where).extracting(row -> row.get("source_id"))
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
            rows.forEach(row -> expected.get(row.get("source_id")).assertIn(row, where));
            List<Comparable<Object>> values = new ArrayList<>();
            String column = order.replace("-", "");
            rows.forEach(row -> values.add(comparable(row.get(column))));
            values.removeIf(value -> value == null);
            List<Comparable<Object>> sorted = new ArrayList<>(values);
            sorted.sort(order.startsWith("-") ? Collections.reverseOrder() : null);
            assertThat(values).as("%s, %s", order, where).isEqualTo(sorted);
        }
        given().queryParams(Map.of("source_id__startswith", mark, "n_measurements__ge", 3, "count", true)).get(SOURCES)
                .then().body("total",
                        equalTo((int) expected.values().stream().filter(each -> each.measurements() >= 3).count()));
        int all = Integer.parseInt(strings(other, "SELECT count(DISTINCT source_id) FROM photometry").get(0));
        given().queryParams(Map.of("count", true, "limit", 1)).get(SOURCES).then().body("total", equalTo(all));
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    private static List<Map<String, Object>> list(String order, String prefix) {
        JsonPath page = given().queryParams(Map.of("source_id__startswith", prefix, "limit", 1000, "order", order))
                .get(SOURCES).then().statusCode(200).extract()
                .jsonPath(new JsonPathConfig(NumberReturnType.DOUBLE));
        assertThat(page.getString("next")).isNull();
        return page.getList("items");
    }

    private void awaitKept(Connection other) throws SQLException {
        KeptSources.await(other, seed);
    }

    private static Map<String, Object> row(String source, double ra) {
        return Map.of("source_id", source, "image_path", "/i", "ra_deg", ra, "dec_deg", 5, "peak_jyb", 1,
                "measured_at", 1);
    }

    private String source(int which) {
        return mark + "-" + which;
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        return RebuiltTable.strings(connection, sql);
    }

    private Connection connect() throws SQLException {
        return RebuiltTable.connect(files.get(Database.PRODUCTS));
    }
}
