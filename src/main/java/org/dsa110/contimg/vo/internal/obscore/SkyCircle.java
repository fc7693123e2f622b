package org.dsa110.contimg.vo.internal.obscore;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.internal.list.Condition;

/**
 * All that is within a radius of a position.
 *
 * @param cap the same as a glance sees it
 */
record SkyCircle(SkyVector centre, SkyCap cap) implements SkyShape {
    static final String NAME = "CIRCLE";
    /** By the arc tangent of the cross and the scalar product, which is exact for small and for large angles. */
    private static final String DISTANCE = "(SELECT degrees(atan2(sqrt(a * a + b * b + c * c), along)) FROM"
            + " (SELECT y * ? - z * ? AS a, z * ? - x * ? AS b, x * ? - y * ? AS c, x * ? + y * ? + z * ? AS along FROM "
            + PLACE + "))";

    /** @throws IllegalArgumentException saying what the numbers must be */
    static SkyCircle of(List<Double> numbers) {
        if (numbers.size() != 3) {
            throw new IllegalArgumentException("must have three numbers behind CIRCLE: longitude, latitude and radius");
        }
        double longitude = SkyShape.longitude(numbers.get(0));
        double latitude = SkyShape.latitude(numbers.get(1));
        return new SkyCircle(SkyVector.of(longitude, latitude),
                new SkyCap(longitude, latitude, SkyShape.between(numbers.get(2), 0, 180, "a radius")));
    }

    @Override
    public Condition condition() {
        List<Object> values = new ArrayList<>(cap.values());
        values.addAll(List.of(centre.z(), centre.y(), centre.x(), centre.z(), centre.y(), centre.x()));
        values.addAll(centre.parts());
        values.add(cap.radius() + ROUNDING_DEGREES);
        return new Condition("(" + SkyCap.IS_NEAR + " AND " + DISTANCE + " <= ? + " + ImageSql.REACH + ")", values);
    }
}
