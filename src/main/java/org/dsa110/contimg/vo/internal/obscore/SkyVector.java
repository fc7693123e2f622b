package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;

/** A direction on the sky, or a sum or product of directions. */
record SkyVector(double x, double y, double z) {
    static final SkyVector NONE = new SkyVector(0, 0, 0);

    /** The unit vector to a position in degrees. */
    static SkyVector of(double longitude, double latitude) {
        double right = Math.toRadians(longitude);
        double up = Math.toRadians(latitude);
        return new SkyVector(Math.cos(up) * Math.cos(right), Math.cos(up) * Math.sin(right), Math.sin(up));
    }

    SkyVector plus(SkyVector other) {
        return new SkyVector(x + other.x, y + other.y, z + other.z);
    }

    double dot(SkyVector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    SkyVector cross(SkyVector other) {
        return new SkyVector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    /** Of length 1; {@link #NONE} where this has none. */
    SkyVector unit() {
        double length = length();
        return length == 0 ? NONE : new SkyVector(x / length, y / length, z / length);
    }

    /** Degrees from 0 to 180, exact for small and for large angles. */
    double angle(SkyVector other) {
        return Math.toDegrees(Math.atan2(cross(other).length(), dot(other)));
    }

    /** Degrees, from -180 to 180. */
    double longitude() {
        return Math.toDegrees(Math.atan2(y, x));
    }

    /** Degrees. */
    double latitude() {
        return Math.toDegrees(Math.atan2(z, Math.hypot(x, y)));
    }

    List<Double> parts() {
        return List.of(x, y, z);
    }
}
