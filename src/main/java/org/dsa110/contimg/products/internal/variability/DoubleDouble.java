package org.dsa110.contimg.products.internal.variability;

/**
 * A number of about 106 bits as the sum of two doubles, so that sums over any number of measurements lose nothing that a double could
 * hold. The algorithms are TwoSum (Knuth, The Art of Computer Programming 2, 4.2.2) and those of Dekker, Numerische Mathematik 18
 * (1971), in the form of Hida, Li and Bailey, ARITH-15 (2001). Not finite when an operand was not, or overflowed. Immutable.
 *
 * @param high the number, rounded to a double
 * @param low what is missing from that; at most half a unit in the last place of it
 */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ZERO = new DoubleDouble(0, 0);

    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The exact product of two doubles, unless it underflows. */
    static DoubleDouble product(double a, double b) {
        double product = a * b;
        return new DoubleDouble(product, Math.fma(a, b, -product));
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble sum = normalized(highs.high, highs.low + lows.high);
        return normalized(sum.high, sum.low + lows.low);
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(new DoubleDouble(-other.high, -other.low));
    }

    DoubleDouble times(DoubleDouble other) {
        DoubleDouble product = product(high, other.high);
        return normalized(product.high, product.low + (high * other.low + low * other.high));
    }

    DoubleDouble dividedBy(DoubleDouble divisor) {
        double first = high / divisor.high;
        DoubleDouble rest = minus(divisor.times(of(first)));
        double second = rest.high / divisor.high;
        rest = rest.minus(divisor.times(of(second)));
        return normalized(first, second).plus(of(rest.high / divisor.high));
    }

    private static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        double part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    /** @param low not larger than the other */
    private static DoubleDouble normalized(double high, double low) {
        double sum = high + low;
        return new DoubleDouble(sum, low - (sum - high));
    }
}
