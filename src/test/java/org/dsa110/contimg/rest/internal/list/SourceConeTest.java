package org.dsa110.contimg.rest.internal.list;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.PhotometryMeasurement;
import org.dsa110.contimg.products.PhotometryMeasurementRepository;
import org.dsa110.contimg.products.Source;
import org.dsa110.contimg.products.internal.sources.SourceSql;
import org.dsa110.contimg.rest.OtherProgram;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cone searches on sources follow every change of their photometry, are lists like others, and use the indexes. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceConeTest {
    private static final String SOURCES = "/api/v1/products/sources";
    private static final String PHOTOMETRY = "/api/v1/products/photometry";
    private static final String COLUMNS = "(source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)";

    StateFiles files;
    private final String mark = UUID.randomUUID().toString();

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
        JsonPath first = cone(mark, 0, -30, 1).queryParam("count", true).queryParam("limit", 4).get(SOURCES).then()
                .statusCode(200).extract().jsonPath();
        assertThat(first.getInt("total")).isEqualTo(10);
        List<String> seen = new ArrayList<>(first.getList("items.source_id"));
        for (String next = first.getString("next"); next != null;) {
            JsonPath page = cone(mark, 0, -30, 1).queryParam("limit", 4).queryParam("next", next).get(SOURCES).then()
                    .statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.source_id"));
            next = page.getString("next");
        }
        assertThat(seen).hasSize(10).doesNotHaveDuplicates().startsWith(mark + 5).endsWith(mark + 0);
        cone(mark, 0, -30, 1).queryParam("order", "-source_id").get(SOURCES).then().body("items[0].source_id",
                equalTo(mark + 9));
        cone(mark, 0, -30, 1).queryParam("fields", "source_id,separation_deg").queryParam("separation_deg__gt", 0.035)
                .get(SOURCES).then().statusCode(200).body("items.size()", equalTo(1))
                .body("items[0].source_id", equalTo(mark + 0)).body("items[0].size()", equalTo(2));
        for (String format : List.of("csv", "ndjson", "votable")) {
            String export = cone(mark, 0, -30, 1).queryParam("as", format).get(SOURCES).then().statusCode(200).extract()
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
            try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS));
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
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS));
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

    private void names(double ra, double dec, double radius, String... sources) {
        assertThat(cone(mark, ra, dec, radius).get(SOURCES).then().statusCode(200).extract().jsonPath()
                .getList("items.source_id", String.class)).containsExactly(sources);
    }

    /** Among the sources whose names begin so. */
    static RequestSpecification cone(String mark, double ra, double dec, double radius) {
        return given().queryParam("source_id__startswith", mark).queryParam("ra", ra).queryParam("dec", dec)
                .queryParam("radius", radius);
    }

    private static long add(String source, double ra, double dec) {
        return given().contentType(ContentType.JSON).body(row(source, ra, dec)).post(PHOTOMETRY).then().statusCode(201)
                .extract().jsonPath().getLong("id");
    }

    static Map<String, Object> row(String source, double ra, double dec) {
        return Map.of("source_id", source, "image_path", "/i", "ra_deg", ra, "dec_deg", dec, "peak_jyb", 1,
                "measured_at", 1);
    }

    private void theirs(String sql) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(sql);
    }
}
