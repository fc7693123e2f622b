package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.products.SourcesTest.add;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.dsa110.contimg.InProcess;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.Test;

/** Light curves of sources, as the photometry has them. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class LightCurvesTest {
    private static final String SOURCES = "/api/v1/products/sources";

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @Test
    void aLightCurveIsExportedToo() {
        add(mark, Map.of("mjd", 60001.5, "flux_jy", 0.0, "peak_jyb", 7.0, "image_path", "/b"));
        add(mark, Map.of("mjd", 60000.5, "peak_jyb", 0.25, "image_path", "/a"));
        add(mark, Map.of("mjd", 60002.5, "peak_jyb", 0.75, "image_path", "/c"));
        assertThat(given().get(SOURCES + "/" + mark + "/lightcurve?as=csv&to_mjd=60002").then().statusCode(200)
                .contentType("text/csv").extract().asString()).isEqualTo("mjd,flux_jy,flux_err_jy,snr,image_path\r\n"
                        + "60000.5,0.25,,,\"/a\"\r\n60001.5,0.0,,,\"/b\"\r\n");
        given().accept("application/x-votable+xml").get(SOURCES + "/" + mark + "/lightcurve").then().statusCode(200)
                .contentType("application/x-votable+xml")
                .body("VOTABLE.RESOURCE.TABLE.DATA.TABLEDATA.TR.size()", equalTo(3));
        given().get(SOURCES + "/" + mark + "-unknown/lightcurve?as=csv").then().statusCode(404);
        given().get(SOURCES + "/" + mark + "/lightcurve?as=fits").then().statusCode(400)
                .body("violations[0].field", equalTo("as"));
    }

    @Test
    void aLightCurveComesByTimeThenByNumber() {
        add(mark, Map.of("mjd", 7, "flux_jy", 0.7, "flux_err_jy", 0.07, "snr", 10, "image_path", "/7"));
        add(mark, Map.of("mjd", 5, "flux_jy", 0.5, "image_path", "/5a"));
        add(mark, Map.of("mjd", 5, "flux_jy", 0.4, "image_path", "/5b"));
        add(mark, Map.of("flux_jy", 0.1, "image_path", "/none"));
        curve("").body("source_id", equalTo(mark))
                .body("data_points.image_path", equalTo(List.of("/none", "/5a", "/5b", "/7")))
                .body("data_points[3]", equalTo(Map.of("mjd", 7.0f, "flux_jy", 0.7f, "flux_err_jy", 0.07f, "snr", 10.0f,
                        "image_path", "/7")));
        curve("?from_mjd=5").body("data_points.image_path", equalTo(List.of("/5a", "/5b", "/7")));
        curve("?to_mjd=5").body("data_points.image_path", equalTo(List.of("/5a", "/5b")));
        curve("?from_mjd=5.5&to_mjd=7").body("data_points.image_path", equalTo(List.of("/7")));
        curve("?from_mjd=8&to_mjd=9").body("data_points", equalTo(List.of()));
        java(null, null, "/none", "/5a", "/5b", "/7");
        java(5.0, 5.0, "/5a", "/5b");
        java(null, 6.0, "/5a", "/5b");
    }

    @Test
    void thePeakStandsInOnlyWhereThereIsNoFlux() {
        add(mark, Map.of("mjd", 1, "flux_jy", 0.0, "peak_jyb", 3, "peak_err_jyb", 0.3));
        add(mark, Map.of("mjd", 2, "peak_jyb", 4, "peak_err_jyb", 0.4, "flux_err_jy", 0.9));
        add(mark, Map.of("mjd", 3, "flux_jy", 0.5, "peak_jyb", 5, "peak_err_jyb", 0.5));
        curve("").body("data_points.flux_jy", equalTo(List.of(0.0f, 4.0f, 0.5f)))
                .body("data_points[0].flux_err_jy", nullValue())
                .body("data_points[1].flux_err_jy", equalTo(0.4f)).body("data_points[2].flux_err_jy", nullValue());
        InProcess.ask(PhotometryMeasurementRepository.class, (units, repository) -> {
            List<LightCurvePoint> points = units.read(Database.PRODUCTS, () -> repository.lightCurve(mark, null, null))
                    .await().indefinitely();
            assertThat(points).extracting(point -> point.fluxJy).containsExactly(0.0, 4.0, 0.5);
            assertThat(points).extracting(point -> point.fluxErrJy).containsExactly(null, 0.4, null);
        });
    }

    @Test
    void aLightCurveThatIsTooLongIsRefused() throws SQLException {
        theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd) WITH RECURSIVE n (i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= " + SourceResource.MOST_POINTS + ") SELECT '"
                + mark
                + "', '/i', 1, 2, 3, 4, i FROM n");
        try {
            given().get(SOURCES + "/" + mark + "/lightcurve").then().statusCode(400)
                    .body("violations[0].field", equalTo("from_mjd"))
                    .body("violations[0].message", containsString("at most 100000 points"));
            String points = curve("?from_mjd=2").extract().asString();
            assertThat(Pattern.compile("\"mjd\":").matcher(points).results()).hasSize(SourceResource.MOST_POINTS);
        } finally {
            // The cones of other tests would meet them.
            theirs("DELETE FROM photometry WHERE source_id = '" + mark + "'");
        }
    }

    private ValidatableResponse curve(String query) {
        return given().get(SOURCES + "/" + mark + "/lightcurve" + query).then().statusCode(200);
    }

    private void java(Double from, Double to, String... images) {
        InProcess.ask(PhotometryMeasurementRepository.class, (units, repository) -> assertThat(
                units.read(Database.PRODUCTS, () -> repository.lightCurve(mark, from, to)).await().indefinitely())
                .extracting(point -> point.imagePath).containsExactly(images));
    }

    private void theirs(String sql) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(sql);
    }
}
