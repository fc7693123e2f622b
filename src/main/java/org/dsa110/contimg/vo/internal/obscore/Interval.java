package org.dsa110.contimg.vo.internal.obscore;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.list.Condition;
import org.dsa110.contimg.rest.internal.table.ColumnType;

/**
 * The numbers from one to another, both included: DALI 1.1, section 3.3.3. Open at a side where that is infinite.
 *
 * @param least finite, or negative infinity
 * @param greatest finite, or infinity
 */
record Interval(double least, double greatest) {
    /** As many as the longest polygon has: of more nothing is read. */
    private static final int MOST_NUMBERS = 2 * SkyShape.MOST_CORNERS;
    private static final int LONGEST_SHOWN = 100;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** Programs in Python write it in small letters and without a plus. */
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

    /**
     * A number, which stands for itself alone, or two with a blank between them.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    static Interval parse(String text) {
        List<Double> numbers = numbers(text);
        if (numbers.isEmpty() || numbers.size() > 2 || numbers.size() == 1 && numbers.get(0).isInfinite()) {
            throw new IllegalArgumentException(
                    "must be a number, or two with a blank between them; -Inf and +Inf are no bounds");
        }
        return of(numbers.get(0), numbers.get(numbers.size() - 1));
    }

    /** @throws IllegalArgumentException where it would hold nothing */
    static Interval of(double least, double greatest) {
        if (least > greatest || least == Double.POSITIVE_INFINITY || greatest == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("must not begin after its end");
        }
        return new Interval(least, greatest);
    }

    /**
     * Numbers with blanks between them, infinite ones too.
     *
     * @throws IllegalArgumentException saying what each must be
     */
    static List<Double> numbers(String text) {
        String stripped = text.strip();
        List<String> texts = stripped.isEmpty()
                ? List.of()
                : BLANKS.splitAsStream(stripped).limit(MOST_NUMBERS + 1L).toList();
        if (texts.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException("must have at most " + MOST_NUMBERS + " numbers in it");
        }
        return texts.stream().map(Interval::number).toList();
    }

    private static Double number(String text) {
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            return (Double) ColumnType.REAL.parse(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
            throw new IllegalArgumentException("must have numbers in it, and '" + shown + "' is none", e);
        }
    }

    /**
     * The rows that have something in common with one of several intervals. A row without a bound is not among them.
     *
     * @param from SQL of where that of a row begins
     * @param to SQL of where it ends; the same for a single value
     */
    static Condition anyMeets(List<Interval> intervals, String from, String to) {
        String asked = intervals.stream().map(interval -> "(?, ?)").collect(Collectors.joining(", "));
        return new Condition(
                "EXISTS (WITH asked (least, greatest) AS MATERIALIZED (VALUES " + asked + ") SELECT 1 FROM asked WHERE "
                        + to
                        + " >= asked.least AND " + from + " <= asked.greatest)",
                intervals.stream().<Object>mapMulti((interval, values) -> {
                    values.accept(Math.max(interval.least, -Double.MAX_VALUE));
                    values.accept(Math.min(interval.greatest, Double.MAX_VALUE));
                }).toList());
    }
}
