package org.dsa110.contimg.products.internal.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of numbers along a stretch of pixels. Of all finite numbers, so it reckons with their halves: the distance between two may be
 * more than a double holds. Immutable.
 *
 * @param least the least number; finite
 * @param greatest a greater one; finite
 * @param start where the least one is, pixels
 * @param end where the greatest one is, pixels
 */
record Axis(double least, double greatest, double start, double end) {
    /** What is left free beyond the least and the greatest number, of half their distance. */
    private static final double MARGIN = 0.08;
    /** Half of the shortest axis, of the middle of its numbers: so that its ticks differ in digits that a double has. */
    private static final double FINEST = 1e-10;
    /** The same where the middle is zero: no denormal numbers. */
    private static final double TINIEST = 1e-290;
    /** What the steps from tick to tick begin with. */
    private static final int[] STEPS = {1, 2, 5};

    /**
     * A number that has a label.
     *
     * @param place pixels
     * @param value exactly what the label says
     */
    record Tick(double place, BigDecimal value) {
    }

    /**
     * An axis on which some numbers have their places, with a margin around them.
     *
     * @param least of them
     * @param greatest of them; may be the same
     * @param alone how far the axis goes to both sides where there is one number
     */
    static Axis around(double least, double greatest, double alone, double start, double end) {
        double middle = least / 2 + greatest / 2;
        double half = Math.max(greatest == least ? alone : (greatest / 2 - least / 2) * (1 + MARGIN),
                Math.max(Math.abs(middle) * FINEST, TINIEST));
        return new Axis(finite(middle - half), finite(middle + half), start, end);
    }

    /** The nearest number that is finite. */
    static double finite(double number) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
    }

    /** Where a number is, pixels. */
    double place(double number) {
        return start + (number / 2 - least / 2) / half() * (end - start);
    }

    /**
     * Ticks at multiples of 1, 2 or 5 times a power of ten, as many as there is room for.
     *
     * @param spacing from one to the next at the least, pixels
     */
    List<Tick> ticks(double spacing) {
        BigDecimal step = step(half() * Math.min(1, 2 * spacing / Math.abs(end - start)));
        BigDecimal last = new BigDecimal(greatest).divide(step, 0, RoundingMode.FLOOR);
        List<Tick> ticks = new ArrayList<>();
        for (BigDecimal next = new BigDecimal(least).divide(step, 0, RoundingMode.CEILING); next
                .compareTo(last) <= 0; next = next.add(BigDecimal.ONE)) {
            BigDecimal value = next.multiply(step);
            ticks.add(new Tick(place(value.doubleValue()), value));
        }
        return ticks;
    }

    /** The least step that is not less than a number. */
    private static BigDecimal step(double number) {
        int exponent = (int) Math.floor(Math.log10(number));
        for (int first : STEPS) {
            BigDecimal step = BigDecimal.valueOf(first).scaleByPowerOfTen(exponent);
            if (step.doubleValue() >= number) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
    }

    private double half() {
        return greatest / 2 - least / 2;
    }
}
