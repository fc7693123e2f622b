package org.dsa110.contimg.rest.internal.list;

/** Distances on the sky by vectors, which the service's own formula is held against. */
public final class SkyVectors {
    private SkyVectors() {
    }

    /** The unit vector to a position. */
    public static double[] vector(double raDeg, double decDeg) {
        double ra = Math.toRadians(raDeg);
        double dec = Math.toRadians(decDeg);
        return new double[]{Math.cos(dec) * Math.cos(ra), Math.cos(dec) * Math.sin(ra), Math.sin(dec)};
    }

    /** In degrees; the vectors may have any length. */
    public static double angle(double[] a, double[] b) {
        double x = a[1] * b[2] - a[2] * b[1];
        double y = a[2] * b[0] - a[0] * b[2];
        double z = a[0] * b[1] - a[1] * b[0];
        return Math.toDegrees(Math.atan2(Math.sqrt(x * x + y * y + z * z), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]));
    }
}
