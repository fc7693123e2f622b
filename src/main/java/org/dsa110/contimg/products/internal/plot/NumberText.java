package org.dsa110.contimg.products.internal.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Numbers as people read them in a picture. Stateless. */
final class NumberText {
    /** Of the largest of some numbers the power of ten, beyond which all of them have an exponent. */
    private static final int LARGEST = 7;
    private static final int SMALLEST = -5;

    private NumberText() {
    }

    /** Numbers with as many digits as they have, all of them with an exponent where they are very large, or very small. */
    static List<String> all(List<BigDecimal> numbers) {
        int power = numbers.stream().filter(number -> number.signum() != 0)
                .mapToInt(number -> number.precision() - number.scale() - 1).max().orElse(0);
        return numbers.stream().map(power <= LARGEST && power >= SMALLEST
                ? BigDecimal::toPlainString
                : NumberText::withExponent).toList();
    }

    /** A number with some digits at the most, and no zeros at its end. */
    static String rounded(double number, int digits) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits));
        return all(List.of(rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros())).get(0);
    }

    private static String withExponent(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = number.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." : "")
                + digits.substring(1)
                + "e" + (digits.length() - 1 - stripped.scale());
    }
}
