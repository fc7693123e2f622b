package org.dsa110.contimg.products.internal.plot;

import java.util.Arrays;

/** The measurements of a light curve, as they are stored, in the order in which they are drawn. Not thread-safe while they are added. */
public final class Points {
    private double[] mjd = new double[256];
    private double[] flux = new double[256];
    private double[] error = new double[256];
    private int size;
    private int placeless;

    /**
     * Adds a measurement. One without a finite time or flux has no place in a picture, and is counted alone; what is no finite number from
     * 0 on says nothing of an error.
     *
     * @param storedMjd MJD (days, UTC); null or anything else that a file may hold
     * @param storedFlux Jy; the same
     * @param storedError standard error, Jy; the same
     */
    public void add(Object storedMjd, Object storedFlux, Object storedError) {
        double time = number(storedMjd);
        double jansky = number(storedFlux);
        if (Double.isNaN(time) || Double.isNaN(jansky)) {
            placeless++;
            return;
        }
        if (size == mjd.length) {
            mjd = Arrays.copyOf(mjd, 2 * size);
            flux = Arrays.copyOf(flux, 2 * size);
            error = Arrays.copyOf(error, 2 * size);
        }
        mjd[size] = time;
        flux[size] = jansky;
        double known = number(storedError);
        error[size++] = known >= 0 ? known : Double.NaN;
    }

    /** How many have a place. */
    int size() {
        return size;
    }

    /** How many have none. */
    int placeless() {
        return placeless;
    }

    /** MJD (days, UTC). */
    double mjd(int point) {
        return mjd[point];
    }

    /** Jy. */
    double flux(int point) {
        return flux[point];
    }

    /** Standard error, Jy, from 0 on; NaN where it is not known. */
    double error(int point) {
        return error[point];
    }

    /** How many have a place, and no error that is known. */
    int withoutError() {
        return (int) Arrays.stream(error, 0, size).filter(Double::isNaN).count();
    }

    private static double number(Object stored) {
        double number = stored instanceof Number known ? known.doubleValue() : Double.NaN;
        return Double.isFinite(number) ? number : Double.NaN;
    }
}
