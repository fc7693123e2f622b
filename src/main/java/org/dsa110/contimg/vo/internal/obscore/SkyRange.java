package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.internal.list.Condition;

/**
 * All between two meridians and two parallels, both included. The nearest place in it is straight north or south of what is between its
 * meridians, and on one of them for all else.
 *
 * @param longitudes degrees, from 0 to 360
 * @param latitudes degrees, from -90 to 90
 */
record SkyRange(Interval longitudes, Interval latitudes) implements SkyShape {
    static final String NAME = "RANGE";
    /** Right ascensions 0 and 360 are the same. */
    private static final String IS_BETWEEN = "%1$s BETWEEN ? AND ? OR %1$s + 360 BETWEEN ? AND ? OR %1$s - 360 BETWEEN ? AND ?"
            .formatted("(" + ImageSql.RA + ")");

    /** @throws IllegalArgumentException saying what the numbers must be */
    static SkyRange of(List<Double> numbers) {
        if (numbers.size() != 4) {
            throw new IllegalArgumentException(
                    "must have four numbers behind RANGE: two longitudes and two latitudes");
        }
        return new SkyRange(bounds(numbers.get(0), numbers.get(1), 0, 360, "a longitude"),
                bounds(numbers.get(2), numbers.get(3), -90, 90, "a latitude"));
    }

    private static Interval bounds(double from, double to, int least, int greatest, String what) {
        Interval open = Interval.of(from, to);
        return new Interval(
                open.least() == Double.NEGATIVE_INFINITY
                        ? least
                        : SkyShape.between(open.least(), least, greatest, what),
                open.greatest() == Double.POSITIVE_INFINITY
                        ? greatest
                        : SkyShape.between(open.greatest(), least, greatest, what));
    }

    @Override
    public Condition condition() {
        List<Object> values = new ArrayList<>(List.of(latitudes.least() - ROUNDING_DEGREES,
                latitudes.greatest() + ROUNDING_DEGREES));
        for (int turn = 0; turn < 3; turn++) {
            values.addAll(List.of(longitudes.least(), longitudes.greatest()));
        }
        // There and back again, as an outline ends where it begins; by way of the middle, as an edge is shorter than half a circle.
        double middle = latitudes.least() + (latitudes.greatest() - latitudes.least()) / 2;
        List<String> meridians = new ArrayList<>();
        for (double longitude : List.of(longitudes.least(), longitudes.greatest())) {
            SkyVector half = SkyVector.of(longitude, middle);
            SkyOutline meridian = SkyOutline.through(List.of(SkyVector.of(longitude, latitudes.least()), half,
                    SkyVector.of(longitude, latitudes.greatest()), half));
            meridians.add(meridian.touches());
            values.addAll(meridian.values());
        }
        return new Condition("(" + SkyCap.isBetween() + " AND (" + IS_BETWEEN + " OR " + String.join(" OR ", meridians)
                + "))", values);
    }
}
