package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.Condition;

/**
 * A part of the sky, as the parameter POS of SIA 2.0 has it: ICRS degrees, {@link ImageSql#REACH} added all around. So it has an image where
 * a circle that has all of the image in it has anything in common with the shape.
 */
interface SkyShape {
    /** Degrees, and radians, by which something may be farther away than it is, as distances are computed with errors of up to some 1e-13. */
    double ROUNDING_DEGREES = 1e-12;
    double ROUNDING = Math.toRadians(ROUNDING_DEGREES);
    /** Corners of all polygons of a query: what is bound has to stay below the 32,766 values that a statement of SQLite may have. */
    int MOST_CORNERS = 1000;
    /** The unit vector to the centre of an image, as a table of one row. SQLite computes it once, as it puts no query without FROM into another. */
    String PLACE = "(SELECT cos(radians(%1$s)) * cos(radians(%2$s)) AS x, cos(radians(%1$s)) * sin(radians(%2$s)) AS y, sin(radians(%1$s)) AS z) AS place"
            .formatted(ImageSql.DEC, ImageSql.RA);

    /**
     * Which images, that have a place, the shape has.
     *
     * @return SQL on a row of {@code images}
     */
    Condition condition();

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    static SkyShape parse(String text) {
        String stripped = text.strip();
        String name = stripped.replaceFirst("(?s)\\s.*", "");
        List<Double> numbers = switch (name) {
            case SkyCircle.NAME, SkyRange.NAME, SkyPolygon.NAME -> Interval.numbers(stripped.substring(name.length()));
            default -> throw new IllegalArgumentException("must begin with CIRCLE, RANGE or POLYGON");
        };
        return switch (name) {
            case SkyCircle.NAME -> SkyCircle.of(numbers);
            case SkyRange.NAME -> SkyRange.of(numbers);
            default -> SkyPolygon.of(numbers);
        };
    }

    /** The images that have a place in any of the shapes; never empty. */
    static Condition any(List<SkyShape> shapes) {
        List<Condition> conditions = shapes.stream().map(SkyShape::condition).toList();
        return new Condition(
                conditions.stream().map(Condition::sql)
                        .collect(Collectors.joining(" OR ", "(" + ImageSql.IS_PLACED + " AND (", "))")),
                conditions.stream().flatMap(condition -> condition.values().stream()).toList());
    }

    /** @throws IllegalArgumentException where it is none */
    static double longitude(double degrees) {
        return between(degrees, 0, 360, "a longitude");
    }

    /** @throws IllegalArgumentException where it is none */
    static double latitude(double degrees) {
        return between(degrees, -90, 90, "a latitude");
    }

    /** @throws IllegalArgumentException where it is out of the bounds */
    static double between(double degrees, int least, int greatest, String what) {
        if (degrees >= least && degrees <= greatest) {
            return degrees;
        }
        throw new IllegalArgumentException(
                "has " + what + " of " + degrees + ", which must be from " + least + " to " + greatest + " degrees");
    }
}
