package org.dsa110.contimg.products.internal.plot;

/**
 * From where to where the fluxes of a light curve go, with their errors, in the unit in which they are drawn. Immutable.
 *
 * @param unit mJy, or Jy where a flux is that large
 * @param scale how many of the unit are 1 Jy
 * @param least in the unit
 * @param greatest in the unit
 * @param largest of the fluxes without their signs and errors, in the unit
 */
record FluxRange(String unit, double scale, double least, double greatest, double largest) {
    private static final double JANSKY = 1;
    private static final double PER_JANSKY = 1000;
    /** How far the axis goes around a flux that is alone, as a part of it. */
    private static final double ALONE = 0.1;

    /** @param points at least one */
    static FluxRange of(Points points) {
        double largest = 0;
        for (int point = 0; point < points.size(); point++) {
            largest = Math.max(largest, Math.abs(points.flux(point)));
        }
        double scale = largest < JANSKY ? PER_JANSKY : 1;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int point = 0; point < points.size(); point++) {
            double flux = points.flux(point);
            double error = Double.isNaN(points.error(point)) ? 0 : points.error(point);
            least = Math.min(least, Axis.finite((flux - error) * scale));
            greatest = Math.max(greatest, Axis.finite((flux + error) * scale));
        }
        return new FluxRange(scale == 1 ? "Jy" : "mJy", scale, least, greatest, largest * scale);
    }

    Axis axis(double bottom, double top) {
        return Axis.around(least, greatest, largest == 0 ? 1 : largest * ALONE, bottom, top);
    }
}
