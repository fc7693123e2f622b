package org.dsa110.contimg.vo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.rest.internal.list.SkyVectors.vector;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.OtherProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Polygons and ranges anywhere on the sky, beside another way to know what they have: triangles about a point that sees all of a polygon, and
 * many points of the line around it.
 */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RandomShapesTest {
    private static final int IMAGES = 600;
    private static final int POINTS_OF_AN_EDGE = 1000;
    /** Degrees. What is as near to the boundary as this is not looked at, as the points of a line are some way apart. */
    private static final double UNSURE = 0.1;
    private static final double[][] AWKWARD = {{0, 90}, {0, -90}, {0, 0}, {359.99, 45}, {180, 89}, {10, -89}};

    StateFiles files;

    private final long seed = Long.getLong("shapes.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String mark = UUID.randomUUID().toString();
    private final List<Image> images = new ArrayList<>();

    /** @param reach degrees */
    private record Image(String path, double ra, double dec, double reach) {
        double[] direction() {
            return vector(ra, dec);
        }
    }

    @BeforeEach
    void addImages() throws SQLException {
        System.out.println("RandomShapesTest: -Dshapes.seed=" + seed);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            double[] place = place();
            double reach = List.of(0.0, 0.5, 5.0, 40.0).get(i % 4);
            images.add(new Image("/" + mark + i, place[0], place[1], reach));
            values.append(i == 0 ? "" : ", ").append("('/%s%d', '/ms', 1, 'dirty', '%1$s', %s, %s, 3, 4, %s)"
                    .formatted(mark, i, place[0], place[1], reach == 0 ? null : 2 * reach * 3600 / 5));
        }
        other().execute(
                "INSERT INTO images (path, ms_path, created_at, type, field_name, center_ra_deg, center_dec_deg,"
                        + " imsize_x, imsize_y, cellsize_arcsec) VALUES " + values);
    }

    @AfterEach
    void removeImages() throws SQLException {
        other().execute("DELETE FROM images WHERE field_name = ?", mark);
    }

    @Test
    void aPolygonHasTheImagesThatAreInItOrComeUpToIt() throws IOException {
        for (int round = 0; round < 40; round++) {
            double[] centre = place();
            // Directions are none at a pole itself.
            centre = new double[]{centre[0], Math.max(-89.999, Math.min(89.999, centre[1]))};
            List<double[]> corners = star(centre);
            List<double[]> vectors = corners.stream().map(corner -> vector(corner[0], corner[1])).toList();
            double[] middle = vector(centre[0], centre[1]);
            Predicate<double[]> within = point -> {
                for (int i = 0; i < vectors.size(); i++) {
                    double[] from = vectors.get(i);
                    double[] to = vectors.get((i + 1) % vectors.size());
                    if (isLeft(middle, from, point) && isLeft(from, to, point) && isLeft(to, middle, point)) {
                        return true;
                    }
                }
                return false;
            };
            List<double[]> line = new ArrayList<>();
            for (int i = 0; i < vectors.size(); i++) {
                addArc(line, vectors.get(i), vectors.get((i + 1) % vectors.size()));
            }
            if (random.nextBoolean()) {
                Collections.reverse(corners);
            }
            if (random.nextBoolean()) {
                corners.add(corners.get(0));
            }
            compare("POLYGON " + corners.stream().map(corner -> corner[0] + " " + corner[1])
                    .collect(Collectors.joining(" ")), within, line);
        }
    }

    @Test
    void aRangeHasTheImagesThatAreInItOrComeUpToIt() throws IOException {
        for (int round = 0; round < 40; round++) {
            double west = random.nextInt(4) == 0 ? 0 : 360 * random.nextDouble();
            double east = random.nextInt(4) == 0 ? 360 : west + (360 - west) * random.nextDouble();
            double south = random.nextInt(4) == 0 ? -90 : -90 + 180 * random.nextDouble();
            double north = random.nextInt(4) == 0 ? 90 : south + (90 - south) * random.nextDouble();
            Predicate<double[]> within = point -> {
                double ra = (Math.toDegrees(Math.atan2(point[1], point[0])) + 360) % 360;
                double dec = Math.toDegrees(Math.asin(point[2]));
                return ra >= west && ra <= east && dec >= south && dec <= north;
            };
            List<double[]> line = new ArrayList<>();
            int points = 4 * POINTS_OF_AN_EDGE;
            for (int i = 0; i <= points; i++) {
                double part = i / (double) points;
                for (double dec : List.of(south, north)) {
                    line.add(vector(west + (east - west) * part, dec));
                }
                for (double ra : List.of(west, east)) {
                    // On a whole circle the two are within.
                    if (east - west < 360) {
                        line.add(vector(ra, south + (north - south) * part));
                    }
                }
            }
            compare("RANGE " + west + " " + east + " " + south + " " + north, within, line);
        }
    }

    private void compare(String shape, Predicate<double[]> within, List<double[]> line) throws IOException {
        Set<String> unsure = new TreeSet<>();
        Set<String> expected = new TreeSet<>();
        for (Image image : images) {
            double distance = distance(image.direction(), line);
            boolean in = within.test(image.direction());
            if (image.reach() == 0 ? distance < UNSURE : !in && Math.abs(distance - image.reach()) < UNSURE) {
                unsure.add(image.path());
            } else if (in || distance <= image.reach()) {
                expected.add(image.path());
            }
        }
        Set<String> found = new TreeSet<>();
        Votable.read(given().queryParam("TARGET", mark).queryParam("POS", shape).get("/vo/sia2/query").then()
                .statusCode(200).extract().asByteArray()).values("path").forEach(path -> found.add((String) path));
        found.removeAll(unsure);
        assertThat(found).as("seed %d %s", seed, shape).isEqualTo(expected);
    }

    /** Corners about a place, from which all are seen, so that the polygon goes in and out; to the left around it. */
    private List<double[]> star(double[] centre) {
        int number = 4 + random.nextInt(8);
        double greatest = 1 + 59 * random.nextDouble();
        List<double[]> corners = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            double angle = Math.toRadians(360 * (i + 0.8 * random.nextDouble()) / number);
            double away = Math.toRadians(greatest * (0.2 + 0.8 * random.nextDouble()));
            double dec = Math.toRadians(centre[1]);
            double sin = Math.sin(dec) * Math.cos(away) + Math.cos(dec) * Math.sin(away) * Math.cos(-angle);
            double right = Math.atan2(Math.sin(-angle) * Math.sin(away) * Math.cos(dec),
                    Math.cos(away) - Math.sin(dec) * sin);
            corners.add(new double[]{(centre[0] + Math.toDegrees(right) + 720) % 360,
                    Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, sin))))});
        }
        return corners;
    }

    private static boolean isLeft(double[] from, double[] to, double[] point) {
        return point[0] * (from[1] * to[2] - from[2] * to[1]) + point[1] * (from[2] * to[0] - from[0] * to[2])
                + point[2] * (from[0] * to[1] - from[1] * to[0]) >= 0;
    }

    /** Points of the shorter arc, on a chord: their directions are what counts. */
    private static void addArc(List<double[]> line, double[] from, double[] to) {
        for (int i = 0; i < POINTS_OF_AN_EDGE; i++) {
            double part = i / (double) POINTS_OF_AN_EDGE;
            double[] point = new double[3];
            double length = 0;
            for (int axis = 0; axis < 3; axis++) {
                point[axis] = from[axis] + (to[axis] - from[axis]) * part;
                length += point[axis] * point[axis];
            }
            for (int axis = 0; axis < 3; axis++) {
                point[axis] /= Math.sqrt(length);
            }
            line.add(point);
        }
    }

    /** Degrees to the nearest of the points. */
    private static double distance(double[] place, List<double[]> points) {
        double nearest = points.stream()
                .mapToDouble(point -> place[0] * point[0] + place[1] * point[1] + place[2] * point[2]).max()
                .orElseThrow();
        return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, nearest))));
    }

    private double[] place() {
        return random.nextInt(5) == 0
                ? AWKWARD[random.nextInt(AWKWARD.length)]
                : new double[]{360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))};
    }

    private OtherProgram other() {
        return new OtherProgram(files.get(Database.PRODUCTS).toString());
    }
}
