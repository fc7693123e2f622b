package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.dsa110.contimg.rest.internal.list.Condition;

/**
 * All within a line of arcs of great circles that does not cross itself: the smaller of the two parts of the sky, whichever way round the
 * corners come (SIA 2.0, section 2.1.1).
 *
 * @param outline has what is within to its left
 * @param cap has all that is within
 */
record SkyPolygon(SkyOutline outline, SkyCap cap) implements SkyShape {
    static final String NAME = "POLYGON";
    /** Radians between two corners that are the same. */
    private static final double SAME = 1e-12;
    /** Degrees by which a line must turn less than half a circle at a corner. */
    private static final double LEAST_ANGLE = 1e-7;
    /** Degrees: the radius of a circle that is surely less than half the sky. */
    private static final double NEARLY_HALF = 89;

    /** @throws IllegalArgumentException saying what the numbers must be */
    static SkyPolygon of(List<Double> numbers) {
        if (numbers.size() < 6 || numbers.size() % 2 == 1) {
            throw new IllegalArgumentException(
                    "must have at least three corners behind POLYGON: of each its longitude and its latitude");
        }
        List<SkyVector> corners = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            SkyVector corner = SkyVector.of(SkyShape.longitude(numbers.get(i)), SkyShape.latitude(numbers.get(i + 1)));
            if (corners.isEmpty() || isAnother(corner, corners.get(corners.size() - 1))) {
                corners.add(corner);
            }
        }
        while (corners.size() > 1 && !isAnother(corners.get(0), corners.get(corners.size() - 1))) {
            corners.remove(corners.size() - 1);
        }
        if (corners.size() < 3) {
            throw new IllegalArgumentException("must have three corners that are not the same");
        }
        return around(corners);
    }

    /** @throws IllegalArgumentException for two that are opposite to one another, which no one arc joins */
    private static boolean isAnother(SkyVector corner, SkyVector before) {
        boolean onOneLine = corner.cross(before).length() < SAME;
        if (onOneLine && corner.dot(before) < 0) {
            throw new IllegalArgumentException("must not have a corner opposite to the one before");
        }
        return !onOneLine;
    }

    /** By Gauss and Bonnet the part to the left of a line is the smaller one where it turns to the left in all. */
    private static SkyPolygon around(List<SkyVector> corners) {
        SkyOutline outline = SkyOutline.through(corners);
        double turns = 0;
        for (int i = 0; i < corners.size(); i++) {
            double turn = outline.turn(i);
            if (Math.abs(turn) > 180 - LEAST_ANGLE) {
                throw new IllegalArgumentException("must not turn back on itself at a corner");
            }
            turns += turn;
        }
        if (turns < 0) {
            Collections.reverse(corners);
            outline = SkyOutline.through(corners);
        }
        return new SkyPolygon(outline, cap(corners));
    }

    /** A circle that has all corners in it: where it is less than half the sky it has the arcs, and what is within them, too. */
    private static SkyCap cap(List<SkyVector> corners) {
        SkyVector centre = corners.stream().reduce(SkyVector.NONE, SkyVector::plus);
        double radius = corners.stream().mapToDouble(centre::angle).max().orElseThrow();
        return new SkyCap(centre.longitude(), centre.latitude(),
                centre.length() > SAME && radius < NEARLY_HALF ? radius + ROUNDING_DEGREES : 180);
    }

    int size() {
        return outline.corners().size();
    }

    @Override
    public Condition condition() {
        List<Object> values = new ArrayList<>(cap.values());
        values.addAll(outline.values());
        return new Condition("(" + SkyCap.IS_NEAR + " AND " + outline.hasWithin() + ")", values);
    }
}
