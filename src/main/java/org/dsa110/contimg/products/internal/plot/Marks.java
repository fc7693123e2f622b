package org.dsa110.contimg.products.internal.plot;

import java.util.Arrays;

/**
 * The measurements of a light curve in their places. A disc is one with an error bar; a ring, one whose error is not known. Where there are
 * many, a column of pixels has a line from its least to its greatest flux instead, and one for what their errors reach; one with up to two
 * measurements shows them. Not thread-safe.
 */
final class Marks {
    /** Up to so many are drawn large, pixels and ends of error bars alike. */
    private static final int FEW = 300;
    private static final double LARGE = 3;
    private static final double SMALL = 2;
    private static final double BAR_END = 2;
    /** Measurements of a column that have their own marks. */
    private static final int APART = 2;

    private final Canvas canvas;
    private final Points points;
    private final Axis time;
    private final Axis flux;
    private final double scale;
    private final double radius;
    /** By column of pixels, how many measurements are in it; empty where each measurement has its own mark. */
    private final int[] counts;

    /**
     * Finds the columns.
     *
     * @param scale how many of the flux axis' unit are 1 Jy
     * @param binned whether columns stand for the measurements in them
     */
    Marks(Canvas canvas, Points points, Axis time, Axis flux, double scale, boolean binned) {
        this.canvas = canvas;
        this.points = points;
        this.time = time;
        this.flux = flux;
        this.scale = scale;
        this.radius = points.size() > FEW ? SMALL : LARGE;
        this.counts = new int[binned ? (int) (time.end() - time.start()) : 0];
        for (int point = 0; binned && point < points.size(); point++) {
            counts[column(point)]++;
        }
    }

    void draw() {
        canvas.layer("errors");
        drawReaches(true);
        for (int point = 0; point < points.size(); point++) {
            if (isApart(point) && !Double.isNaN(points.error(point))) {
                drawError(point);
            }
        }
        canvas.layer("points");
        drawReaches(false);
        for (int point = 0; point < points.size(); point++) {
            if (isApart(point)) {
                canvas.dot(time.place(points.mjd(point)), y(point, 0), radius, !Double.isNaN(points.error(point)));
            }
        }
    }

    private void drawError(int point) {
        double x = time.place(points.mjd(point));
        double high = y(point, points.error(point));
        double low = y(point, -points.error(point));
        canvas.line(x, high, x, low, Ink.ERROR);
        if (radius == LARGE) {
            canvas.line(x - BAR_END, high, x + BAR_END, high, Ink.ERROR);
            canvas.line(x - BAR_END, low, x + BAR_END, low, Ink.ERROR);
        }
    }

    /** What the measurements of each column reach together, with their errors or without. */
    private void drawReaches(boolean withErrors) {
        double[] high = new double[counts.length];
        double[] low = new double[counts.length];
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        for (int point = 0; point < points.size(); point++) {
            if (!isApart(point)) {
                double error = withErrors && !Double.isNaN(points.error(point)) ? points.error(point) : 0;
                high[column(point)] = Math.min(high[column(point)], y(point, error));
                low[column(point)] = Math.max(low[column(point)], y(point, -error));
            }
        }
        for (int column = 0; column < counts.length; column++) {
            if (counts[column] > APART) {
                double x = Math.floor(time.start()) + column + 0.5;
                // A stroke without length has no pixels in SVG.
                canvas.line(x, high[column] - 0.5, x, low[column] + 0.5, withErrors ? Ink.ERROR : Ink.DATA);
            }
        }
    }

    private boolean isApart(int point) {
        return counts.length == 0 || counts[column(point)] <= APART;
    }

    private int column(int point) {
        return Math.min(counts.length - 1, (int) (time.place(points.mjd(point)) - time.start()));
    }

    private double y(int point, double away) {
        return flux.place(Axis.finite((points.flux(point) + away) * scale));
    }
}
