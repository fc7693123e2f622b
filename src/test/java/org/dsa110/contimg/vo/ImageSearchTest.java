package org.dsa110.contimg.vo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.angle;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The images of a search by SIA 2.0 are those that its parameters ask for. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class ImageSearchTest {
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;
    StoredImages images;

    @BeforeEach
    void nameField() {
        images = new StoredImages(file(), mark);
    }

    @Test
    void eachCircleHasTheImagesThatComeUpToIt() throws IOException, SQLException {
        List<double[]> stored = addPlaces(0, 0.001, 0.01, 60);
        for (double[] cone : SearchableTable.CONES) {
            double ra = (cone[0] + 360) % 360;
            assertThat(images.found("POS", "CIRCLE " + ra + " " + cone[1] + " " + cone[2]))
                    .as("ra %s dec %s radius %s", ra, cone[1], cone[2])
                    .isEqualTo(expected(stored, new double[]{ra, cone[1], cone[2]}));
        }
    }

    @Test
    void anImageOfUnknownSizeCountsAsItsCentreAndOneOfUnknownPlaceIsNowhere() throws IOException, SQLException {
        Map<String, Object> size = new HashMap<>();
        size.put("imsize_x", null);
        images.addWith("/size.fits", size);
        Map<String, Object> place = new HashMap<>();
        place.put("center_ra_deg", null);
        images.addWith("/place.fits", place);
        assertThat(images.found("POS", "CIRCLE 188.5 56.75 0")).containsExactly("/size.fits");
        assertThat(images.found("POS", "CIRCLE 188.5 57 0.2")).isEmpty();
        assertThat(images.found("POS", "CIRCLE 0 0 180")).containsExactly("/size.fits");
        assertThat(images.found()).containsExactly("/place.fits", "/size.fits");
    }

    @Test
    void severalShapesHaveTheImagesOfAnyOfThem() throws IOException, SQLException {
        List<double[]> stored = addPlaces(0.01);
        assertThat(images.found("POS", "CIRCLE 0 0 0.001", "POS", "CIRCLE 15 -90 0.001", "pos", "RANGE 10 11 41 42"))
                .isEqualTo(expected(stored, new double[]{0, 0, 0.001}, new double[]{15, -90, 0.001},
                        new double[]{10.684708, 41.26875, 0.001}))
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLYGON 350 -5 10 -5 10 5 350 5", "POLYGON 350 5 10 5 10 -5 350 -5",
            "POLYGON 350 -5 10 -5 10 5 350 5 350 -5", "RANGE 350 360 -5 5", "RANGE 350 +Inf -5 5",
            "POLYGON 355 -5 5 -5 0 5", "CIRCLE 0 0 5"})
    void rightAscensionsGoOnAtZero(String shape) throws IOException, SQLException {
        images.addAt("/0.fits", 0, 0, 1e-6);
        images.addAt("/360.fits", 360, 0, 1e-6);
        images.addAt("/minus.fits", -0.5, 0, 1e-6);
        images.addAt("/more.fits", 719.5, 0, 1e-6);
        images.addAt("/opposite.fits", 180, 0, 1e-6);
        images.addAt("/north.fits", 0, 6, 1e-6);
        assertThat(images.found("POS", shape)).containsExactly("/0.fits", "/360.fits", "/minus.fits", "/more.fits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLYGON 0 80 90 80 180 80 270 80", "POLYGON 270 80 180 80 90 80 0 80",
            "RANGE 0 360 80 +Inf", "CIRCLE 200 90 10", "RANGE 100 110 80 90", "POLYGON 10 90 100 80 110 80"})
    void shapesHaveThePoleThatTheyReach(String shape) throws IOException, SQLException {
        images.addAt("/pole.fits", 0, 90, 1e-6);
        images.addAt("/elsewhere.fits", 123, 90, 1e-6);
        images.addAt("/near.fits", 105, 85, 1e-6);
        images.addAt("/outside.fits", 105, 70, 1e-6);
        images.addAt("/south.fits", 105, -90, 1e-6);
        assertThat(images.found("POS", shape)).containsExactly("/elsewhere.fits", "/near.fits", "/pole.fits");
    }

    @Test
    void aPolygonMayGoAroundMoreThanHalfTheSkyAndHasNoMoreThanWhatIsWithin() throws IOException, SQLException {
        List<String> corners = new ArrayList<>();
        for (int ra = 0; ra <= 300; ra += 60) {
            corners.add(ra + " -2");
        }
        for (int ra = 300; ra >= 0; ra -= 60) {
            corners.add(ra + " 2");
        }
        images.addAt("/within.fits", 30, 0, 1e-6);
        images.addAt("/opposite.fits", 210, 0, 1e-6);
        images.addAt("/gap.fits", 330, 0, 1e-6);
        images.addAt("/north.fits", 30, 4, 1e-6);
        images.addAt("/pole.fits", 30, 90, 1e-6);
        images.addAt("/reaching.fits", 310, 0, 21);
        for (int turn = 0; turn < 2; turn++) {
            assertThat(images.found("POS", "POLYGON " + String.join(" ", corners))).containsExactly("/opposite.fits",
                    "/reaching.fits", "/within.fits");
            Collections.reverse(corners);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"BAND | 0.21 | true", "BAND | 0.1 0.19 | false", "BAND | 0.1 0.2 | true",
            "BAND | 0.24 +Inf | false", "BAND | 0.23 +Inf | true", "BAND | -Inf 0.19 | false",
            "BAND | -inf 0.21 | true", "BAND | -Inf +Inf | true", "BAND | 0.23060958307692309 inf | true",
            "BAND | -Inf 0.19986163866666667 | true", "TIME | 61041 | true", "TIME | 61041.1 | true",
            "TIME | 61041.25 61042 | true", "TIME | 61041.26 61042 | false", "TIME | 61040 61041 | true",
            "TIME | 61040 61040.9 | false", "TIME | -Inf 61041 | true", "TIME | 61041.25 +Inf | true",
            "TIME | 61040 61050 | true", "FOV | 1 | true", "FOV | 0.5 0.9 | false", "FOV | 0.5 +Inf | true",
            "SPATRES | 12.5 | true", "SPATRES | -Inf 12 | false", "SPECRP | 6.9 7.1 | true",
            "SPECRP | 1000 +Inf | false", "EXPTIME | 300 310 | true", "EXPTIME | -Inf 300 | false",
            "TIMERES | 309 | true", "TIMERES | -Inf 1 | false", "COLLECTION | DSA-110 | true",
            "COLLECTION | dsa-110 | false", "FACILITY | DSA-110 | true", "FACILITY | ALMA | false",
            "INSTRUMENT | DSA-110 | true", "INSTRUMENT | x | false", "DPTYPE | image | true",
            "DPTYPE | cube | false", "CALIB | 2 | true", "CALIB | 3 | false", "FORMAT | application/json | true",
            "FORMAT | image/fits | false", "POL | I | false", "ID | contimg:products.images/0 | false",
            "ID | ivo://x | false"})
    void aParameterHasTheImageOrNot(String name, String value, boolean has) throws IOException, SQLException {
        images.addWith("/one.fits", Map.of());
        images.addMeasurementSet(61041.0, 61041.25, 1);
        assertThat(images.found(name, value)).hasSize(has ? 1 : 0);
        assertThat(images.found(name, value, name.toLowerCase(), name.equals("POL") ? "Q" : value))
                .hasSize(has ? 1 : 0);
    }

    @Test
    void valuesOfOneNameAreAlternativesAndNamesAreAllMet() throws IOException, SQLException {
        images.addWith("/long.fits", Map.of("integration_sec", 1000.0));
        images.addWith("/short.fits", Map.of("integration_sec", 10.0));
        images.addWith("/high.fits", Map.of("integration_sec", 1000.0, "freq_ghz", 8.0));
        assertThat(images.found("EXPTIME", "-Inf 20", "EXPTIME", "900 +Inf")).hasSize(3);
        assertThat(images.found("EXPTIME", "900 +Inf", "BAND", "0.2")).containsExactly("/long.fits");
        assertThat(images.found("BAND", "0.2", "BAND", "0.0375", "EXPTIME", "20 +Inf")).containsExactly("/high.fits",
                "/long.fits");
        assertThat(images.found("BAND", "0.2", "POS", "CIRCLE 0 0 1")).isEmpty();
    }

    @Test
    void anImageIsFoundByItsIdentifierInLargeAndInSmallLetters() throws IOException, SQLException {
        images.addWith("/one.fits", Map.of());
        images.addWith("/other.fits", Map.of());
        List<Object> ids = images.search().values("obs_publisher_did");
        assertThat(images.found("ID", ids.get(0).toString())).containsExactly("/one.fits");
        assertThat(images.found("ID", ids.get(1).toString().toUpperCase())).containsExactly("/other.fits");
        assertThat(images.found("ID", ids.get(0).toString(), "ID", ids.get(1).toString(), "ID", "ivo://x")).hasSize(2);
    }

    @Test
    void imagesComeInTheOrderOfTheirKeysAndEachOnce() throws IOException, SQLException {
        OtherProgram other = new OtherProgram(file().toString());
        other.execute("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999)"
                + " INSERT INTO images (path, ms_path, created_at, type, field_name, center_ra_deg, center_dec_deg)"
                + " SELECT printf('/%s/%d.fits', ?1, i), '/ms', 1, 'dirty', ?1, i * 0.072, (i % 1800) * 0.1 - 90 FROM n",
                mark);
        try {
            assertThat(images.search().values("path"))
                    .isEqualTo(Collections.unmodifiableList(paths(0, 5000)));
            assertThat(images.search("POS", "RANGE 0 360 -90 90").values("path")).hasSize(5000);
            assertThat(images.search("MAXREC", "1500").values("path")).isEqualTo(paths(0, 1500));
        } finally {
            other.execute("DELETE FROM images WHERE field_name = ?", mark);
        }
    }

    private List<Object> paths(int from, int to) {
        List<Object> paths = new ArrayList<>();
        for (int i = from; i < to; i++) {
            paths.add("/" + mark + "/" + i + ".fits");
        }
        return paths;
    }

    /** At each of the places an image of each diagonal: right ascension, declination and how far it goes, degrees. */
    private List<double[]> addPlaces(double... diagonals) throws SQLException {
        List<double[]> stored = new ArrayList<>();
        for (double[] place : SearchableTable.PLACES) {
            for (double diagonal : diagonals) {
                if (diagonal == 0) {
                    images.add("/" + stored.size(), Map.of("center_ra_deg", place[0], "center_dec_deg", place[1]));
                } else {
                    images.addAt("/" + stored.size(), place[0], place[1], diagonal);
                }
                stored.add(new double[]{place[0], place[1], diagonal / 2});
            }
        }
        return stored;
    }

    private static Set<String> expected(List<double[]> stored, double[]... circles) {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < stored.size(); i++) {
            double[] image = stored.get(i);
            for (double[] circle : circles) {
                if (angle(vector(image[0], image[1]), vector(circle[0], circle[1])) <= circle[2] + image[2] + 1e-12) {
                    expected.add("/" + i);
                }
            }
        }
        return expected;
    }

    private Path file() {
        return files.get(Database.PRODUCTS);
    }
}
