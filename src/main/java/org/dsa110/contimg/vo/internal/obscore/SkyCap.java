package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;

/**
 * A circle around a shape, by which most images are told at a glance to be too far away: by their declination, and by a cosine, which is not
 * exact for small angles and so has a margin.
 *
 * @param longitude of its centre, degrees
 * @param latitude of its centre, degrees
 * @param radius degrees; 180 for all the sky
 */
record SkyCap(double longitude, double latitude, double radius) {
    /** Its question marks stand for {@link #values()}; true for all that can have something in common with the shape. */
    static final String IS_NEAR = isBetween() + " AND sin(radians(" + ImageSql.DEC + ")) * ? + cos(radians("
            + ImageSql.DEC + ")) * ? * cos(radians(" + ImageSql.STORED_RA + " - ?)) >= cos(radians(min(180.0, ? + "
            + ImageSql.REACH + "))) - 1e-9";

    /** The same by two declinations alone: the least and the greatest, degrees. */
    static String isBetween() {
        return "max(? - " + ImageSql.DEC + ", " + ImageSql.DEC + " - ?) <= " + ImageSql.REACH;
    }

    List<Double> values() {
        double farthest = radius + SkyShape.ROUNDING_DEGREES;
        return List.of(latitude - farthest, latitude + farthest, Math.sin(Math.toRadians(latitude)),
                Math.cos(Math.toRadians(latitude)), longitude, farthest);
    }
}
