package org.dsa110.contimg.products.internal.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * What is written above a light curve. Immutable.
 *
 * @param source its name; any characters
 * @param eta reduced chi-squared of a constant flux; null where it is not known
 * @param v standard deviation over mean; null where it is not known
 * @param part whether the statistics are of more measurements than are drawn
 */
public record Caption(String source, Double eta, Double v, boolean part) {
    private static final int DIGITS = 3;
    /** An MJD to the minute and a half, and where that is the same for the first and the last one, to less than a millisecond. */
    private static final int MJD_DIGITS = 8;
    private static final int ALL_MJD_DIGITS = 14;

    /**
     * What is to be said of the measurements, what matters most first.
     *
     * @param binned whether columns stand for the measurements in them
     */
    List<String> notes(Points points, boolean binned) {
        List<String> notes = new ArrayList<>();
        notes.add((points.size() == 1 ? "1 point" : points.size() + " points")
                + (points.placeless() == 0 ? "" : ", and " + points.placeless() + " without time or flux"));
        if (eta != null || v != null) {
            notes.add((eta == null ? "" : "eta = " + NumberText.rounded(eta, DIGITS))
                    + (eta == null || v == null ? "" : ", ")
                    + (v == null ? "" : "V = " + NumberText.rounded(v, DIGITS)) + (part ? " of all measurements" : ""));
        }
        if (binned) {
            notes.add("where they are dense: from least to greatest, errors paler");
        }
        if (points.withoutError() > 0) {
            notes.add(binned ? points.withoutError() + " without error" : "open: no error known");
        }
        if (points.size() > 0) {
            notes.add(times(points));
        }
        return notes;
    }

    private static String times(Points points) {
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (int point = 0; point < points.size(); point++) {
            first = Math.min(first, points.mjd(point));
            last = Math.max(last, points.mjd(point));
        }
        String from = NumberText.rounded(first, MJD_DIGITS);
        String to = NumberText.rounded(last, MJD_DIGITS);
        if (from.equals(to)) {
            from = NumberText.rounded(first, ALL_MJD_DIGITS);
            to = NumberText.rounded(last, ALL_MJD_DIGITS);
        }
        return "MJD " + (from.equals(to) ? from : from + " to " + to);
    }
}
