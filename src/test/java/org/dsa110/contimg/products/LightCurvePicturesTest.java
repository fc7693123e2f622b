package org.dsa110.contimg.products;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsa110.contimg.products.SourcesTest.add;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.imageio.ImageIO;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Light curves as pictures show what the photometry has. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class LightCurvePicturesTest {
    private static final String CURVE = "/api/v1/products/sources/{id}/lightcurve";
    private static final int PAPER = 0xFFFFFF;
    private static final int DATA = 0x1B5E9E;
    private static final int ERROR = 0x5B8BBD;

    StateFiles files;

    private final String mark = UUID.randomUUID().toString();

    @AfterEach
    void deletePhotometry() throws SQLException {
        theirs("DELETE FROM photometry WHERE instr(source_id, '" + mark + "')");
    }

    @Test
    void aPictureHasEachMeasurementInItsPlace() throws Exception {
        addCurve();
        DrawnCurve drawn = svg(mark, "");
        long rows = new OtherProgram(files.get(Database.PRODUCTS).toString())
                .number("SELECT count(*) FROM photometry WHERE source_id = '" + mark + "'");
        assertThat(drawn.dots()).hasSize((int) rows);
        for (int i = 0; i < 20; i++) {
            DrawnCurve.Dot dot = drawn.dots().get(i);
            assertThat(dot.x()).as("point %d", i).isCloseTo(drawn.x(mjd(i)), within(1.0));
            assertThat(dot.y()).as("point %d", i).isCloseTo(drawn.y(1000 * flux(i)), within(1.0));
            assertThat(dot.filled()).as("point %d", i).isEqualTo(i != 7);
        }
        assertThat(drawn.bars()).hasSize(19);
        for (int bar = 0; bar < 19; bar++) {
            int i = bar < 7 ? bar : bar + 1;
            assertThat(drawn.bars().get(bar).x()).isCloseTo(drawn.x(mjd(i)), within(1.0));
            assertThat(drawn.bars().get(bar).high()).isCloseTo(drawn.y(1000 * (flux(i) + 0.01)), within(1.0));
            assertThat(drawn.bars().get(bar).low()).isCloseTo(drawn.y(1000 * (flux(i) - 0.01)), within(1.0));
        }
    }

    @Test
    void aPictureSaysWhatItShows() throws Exception {
        addCurve();
        Map<String, Object> statistics = given().get("/api/v1/products/variability_stats/{id}", mark).then()
                .statusCode(200).extract().jsonPath().getMap("$");
        String eta = "eta = " + rounded(statistics.get("eta_metric")) + ", V = " + rounded(statistics.get("v_index"));
        assertThat(svg(mark, "").written()).contains(mark, "20 points", "MJD 61000.25 to 61057.25", eta,
                "open: no error known", "61010\n", "2025-12-01", "date (UTC)").doesNotContain("of all measurements");
        assertThat(svg(mark, "from_mjd=61010").written()).contains("16 points", eta + " of all measurements");
        String xml = given().queryParam("as", "svg").get(CURVE, mark).then().extract().asString();
        assertThat(xml).contains("<title>Light curve of " + mark + "</title>", ">Flux density (mJy)</text>")
                .doesNotContain("<script", "<style", "href");
    }

    @Test
    void thePixelsAreThoseOfTheDrawing() throws Exception {
        addCurve();
        DrawnCurve drawn = svg(mark, "");
        BufferedImage image = png(mark, "");
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(450);
        for (DrawnCurve.Dot dot : drawn.dots()) {
            assertThat(pixels(image, dot.x(), dot.y())).as("%s", dot).contains(dot.filled() ? DATA : PAPER);
            assertThat(pixels(image, dot.x() + (dot.filled() ? 2 : 3), dot.y())).as("%s", dot).contains(DATA);
            assertThat(pixels(image, dot.x() + 7, dot.y() + 3)).as("beside %s", dot).doesNotContain(DATA);
        }
        for (DrawnCurve.Bar bar : drawn.bars()) {
            assertThat(pixels(image, bar.x(), bar.high())).as("%s", bar).contains(ERROR);
            assertThat(pixels(image, bar.x() + 2, bar.low())).as("%s", bar).contains(ERROR);
            assertThat(pixels(image, bar.x(), bar.low() + 2)).as("%s", bar).doesNotContain(ERROR);
        }
        for (int[] corner : new int[][]{{0, 0}, {899, 0}, {0, 449}, {899, 449}}) {
            assertThat(pixel(image, corner[0], corner[1])).isEqualTo(PAPER);
        }
    }

    @ParameterizedTest
    @CsvSource({"320, 180, light", "400, 200, light", "2000, 1500, dark"})
    void aPictureIsAsLargeAsAsked(int width, int height, String theme) throws Exception {
        addCurve();
        String query = "width=" + width + "&height=" + height + "&theme=" + theme;
        BufferedImage image = png(mark, query);
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(pixel(image, 1, 1) == PAPER).isEqualTo(theme.equals("light"));
        DrawnCurve drawn = svg(mark, query);
        assertThat(drawn.dots()).hasSize(20).allSatisfy(dot -> {
            assertThat(dot.x()).isBetween(0.0, (double) width);
            assertThat(dot.y()).isBetween(0.0, (double) height);
        });
        assertThat(drawn.x(61020)).isLessThan(drawn.x(61040));
    }

    @Test
    void aPictureOfNothingSaysSo() throws Exception {
        add(mark, Map.of("mjd", 60000.5));
        assertThat(svg(mark, "from_mjd=60001").written()).contains("0 points", "no measurements");
        assertThat(svg(mark, "from_mjd=60001").dots()).isEmpty();
        assertThat(png(mark, "from_mjd=60001").getWidth()).isEqualTo(900);
        given().queryParam("as", "svg").get(CURVE, mark + "-unknown").then().statusCode(404)
                .contentType("application/problem+json");
        given().accept("image/png").get(CURVE, mark + "-unknown").then().statusCode(404);
    }

    @Test
    void aPointByItselfIsInTheMiddle() throws Exception {
        add(mark, Map.of("mjd", 60000.5, "flux_jy", 2.5));
        DrawnCurve drawn = svg(mark, "");
        assertThat(drawn.dots()).hasSize(1).allSatisfy(dot -> {
            assertThat(dot.filled()).isFalse();
            assertThat(dot.x()).isCloseTo(drawn.x(60000.5), within(1.0));
            assertThat(dot.y()).isCloseTo(drawn.y(2.5), within(1.0));
        });
        assertThat(drawn.bars()).isEmpty();
        assertThat(drawn.written()).contains("1 point;", "MJD 60000.5", "2023-02-25 ");
        assertThat(pixel(png(mark, ""), drawn.dots().get(0).x() + 3, drawn.dots().get(0).y())).isEqualTo(DATA);
    }

    @Test
    void whatHasNoPlaceIsCountedAndNotDrawn() throws Exception {
        add(mark, Map.of("mjd", 60000.5, "flux_jy", 0.5));
        add(mark, Map.of("flux_jy", 0.5));
        for (String values : List.of("'when', 1, 1", "9e999, 1, 1", "60001, 'bright', 1", "60001, -9e999, 1",
                "60001, x'00', 1")) {
            theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd, flux_jy, flux_err_jy)"
                    + " VALUES ('" + mark + "', '/i', 1, 2, 3, 4, " + values + ")");
        }
        for (String error : List.of("NULL", "-1", "9e999", "'?'")) {
            theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd, flux_jy, flux_err_jy)"
                    + " VALUES ('" + mark + "', '/i', 1, 2, 3, 4, 60002, 0.25, " + error + ")");
        }
        DrawnCurve drawn = svg(mark, "");
        assertThat(drawn.written()).contains("5 points, and 6 without time or flux");
        assertThat(drawn.dots()).hasSize(5).noneMatch(DrawnCurve.Dot::filled);
        assertThat(drawn.bars()).isEmpty();
        assertThat(png(mark, "").getHeight()).isEqualTo(450);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 0", "-1, 1, 0", "1e-300, 1e-300, 1e-300", "1.7e308, -1.7e308, 1.7e308",
            "5e-324, 1e-323, 5e-324", "1, 1.0000000000000002, 0", "1e-9, 1.001e-9, 1e-13", "1e300, 1, 1"})
    void extremeFluxesHaveTheirPlaces(double first, double second, double error) throws Exception {
        add(mark, Map.of("mjd", 60000.5, "flux_jy", first, "flux_err_jy", error));
        add(mark, Map.of("mjd", 60000.5000001, "flux_jy", second, "flux_err_jy", error));
        add(mark, Map.of("mjd", 1e9, "flux_jy", second));
        for (String query : List.of("", "to_mjd=60001&width=320&height=180")) {
            DrawnCurve drawn = svg(mark, query);
            assertThat(drawn.dots()).hasSize(query.isEmpty() ? 3 : 2).allSatisfy(dot -> {
                assertThat(dot.x()).isBetween(0.0, 900.0);
                assertThat(dot.y()).isBetween(0.0, 450.0);
            });
            assertThat(drawn.written()).doesNotContain("NaN", "Infinity");
            png(mark, query);
        }
    }

    @Test
    void manyPointsAreDrawnAsWhatTheyReach() throws Exception {
        theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd, flux_jy, flux_err_jy)"
                + " WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) SELECT '" + mark
                + "', '/i', 1, 2, 3, 4, 60000 + i * 0.01, CASE i WHEN 50000 THEN 9 ELSE 2 + i % 2 END, 0.5 FROM n");
        theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd, flux_jy, flux_err_jy)"
                + " VALUES ('" + mark + "', '/i', 1, 2, 3, 4, 61100, 5, 0.5)");
        given().queryParam("as", "svg").get(CURVE, mark).then().statusCode(400)
                .body("violations[0].field", equalTo("from_mjd"))
                .body("violations[0].message", containsString("at most 100000 points"));
        DrawnCurve drawn = svg(mark, "from_mjd=60000.005");
        assertThat(drawn.written()).contains("100000 points", "from least to greatest");
        assertThat(drawn.dots()).hasSize(1).allSatisfy(dot -> {
            assertThat(dot.x()).isCloseTo(drawn.x(61100), within(1.0));
            assertThat(dot.y()).isCloseTo(drawn.y(5), within(1.0));
        });
        DrawnCurve.Bar highest = drawn.bars().stream().min((one, other) -> Double.compare(one.high(), other.high()))
                .orElseThrow();
        assertThat(highest.x()).isCloseTo(drawn.x(60500), within(1.0));
        assertThat(highest.high()).isCloseTo(drawn.y(9.5), within(1.5));
        assertThat(highest.low()).isCloseTo(drawn.y(1.5), within(1.5));
        BufferedImage image = png(mark, "from_mjd=60000.005");
        assertThat(pixel(image, highest.x(), drawn.y(6))).isEqualTo(DATA);
        assertThat(pixel(image, drawn.x(60250), drawn.y(2.5))).isEqualTo(DATA);
        assertThat(pixel(image, drawn.x(60250), drawn.y(3.3))).isEqualTo(ERROR);
        assertThat(pixel(image, drawn.x(60250), drawn.y(4.2))).isNotIn(DATA, ERROR);
    }

    @Test
    void aNameOfAnyCharactersIsText() throws Exception {
        String name = mark + "<script>alert(1)</script>&\"'\u0001\uFFFE]]>\u00e5\uD83D\uDD2D";
        theirs("INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at, mjd) VALUES ('"
                + name.replace("'", "''") + "', '/i', 1, 2, 3, 4, 60000)");
        String shown = name.replace("\u0001", "\uFFFD").replace("\uFFFE", "\uFFFD");
        DrawnCurve drawn = svg(name, "");
        assertThat(drawn.dots()).hasSize(1);
        assertThat(drawn.texts().get(0).text()).isEqualTo(shown);
        assertThat(svg(name, "width=320").texts().get(0).text()).endsWith("...").hasSizeLessThan(40);
        BufferedImage image = png(name, "");
        int last = 16 + 8 * (name.codePointCount(0, name.length()) - 1);
        for (int[] side : new int[][]{{0, -9}, {4, -9}, {0, -1}, {4, -1}, {2, -9}, {2, -1}, {0, -5}}) {
            assertThat(pixel(image, last + side[0], 22 + side[1])).as("the box of the last character")
                    .isEqualTo(0x222222);
        }
        assertThat(pixel(image, last + 2, 22 - 5)).isEqualTo(PAPER);
    }

    /** 20 measurements with errors of 10 mJy, but for one. */
    private void addCurve() {
        for (int i = 0; i < 20; i++) {
            Map<String, Object> values = new HashMap<>(Map.of("mjd", mjd(i), "flux_jy", flux(i)));
            if (i != 7) {
                values.put("flux_err_jy", 0.01);
            }
            add(mark, values);
        }
    }

    private static double mjd(int i) {
        return 61000.25 + 3 * i;
    }

    private static double flux(int i) {
        return 0.1 + 0.02 * (i % 5);
    }

    private static String rounded(Object number) {
        return new BigDecimal(number.toString()).round(new MathContext(3)).stripTrailingZeros()
                .toPlainString();
    }

    private static DrawnCurve svg(String source, String query) throws Exception {
        return DrawnCurve.read(picture("svg", source, query));
    }

    private static BufferedImage png(String source, String query) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(picture("png", source, query)));
    }

    private static byte[] picture(String as, String source, String query) {
        return given().get(CURVE + "?as=" + as + (query.isEmpty() ? "" : "&" + query), source).then().statusCode(200)
                .extract().asByteArray();
    }

    /** What is drawn there: of one pixel, or of those beside one another where the place, which is rounded in SVG, is between them. */
    private static Set<Integer> pixels(BufferedImage image, double x, double y) {
        Set<Integer> pixels = new HashSet<>();
        for (double rounding : new double[]{-0.006, 0.006}) {
            pixels.add(pixel(image, x + rounding, y));
            pixels.add(pixel(image, x, y + rounding));
        }
        return pixels;
    }

    private static int pixel(BufferedImage image, double x, double y) {
        return image.getRGB((int) Math.floor(x), (int) Math.floor(y)) & 0xFFFFFF;
    }

    private void theirs(String sql) throws SQLException {
        new OtherProgram(files.get(Database.PRODUCTS).toString()).execute(sql);
    }
}
