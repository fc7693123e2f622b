package org.dsa110.contimg.rest.query;

import java.util.List;
import java.util.Objects;

import org.dsa110.contimg.rest.internal.table.ColumnType;

/**
 * A parameter of a query, declared once for those who parse and those who describe it. Made by {@link #real}, {@link #integer} or
 * {@link #text}, and narrowed by the other methods. Immutable and thread-safe.
 *
 * @param <T> Double, Long or String
 * @param name in the URL
 * @param type of its values
 * @param description meaning and unit
 * @param required whether it must be given
 * @param least the least number; null for any
 * @param greatest the greatest number; null for any
 * @param allowed the only values there are; empty for any
 * @param otherwise what is meant where it is not given; null for nothing
 */
public record Parameter<T>(String name, ColumnType type, String description, boolean required, T least, T greatest,
        List<T> allowed, T otherwise) {
    private static <T> Parameter<T> of(String name, ColumnType type, String description) {
        return new Parameter<>(name, type, description, false, null, null, List.of(), null);
    }

    /** A finite number. */
    public static Parameter<Double> real(String name, String description) {
        return of(name, ColumnType.REAL, description);
    }

    /** An integer of 64 bits. */
    public static Parameter<Long> integer(String name, String description) {
        return of(name, ColumnType.INTEGER, description);
    }

    /** A text. */
    public static Parameter<String> text(String name, String description) {
        return of(name, ColumnType.TEXT, description);
    }

    /** The same, which must be given. */
    public Parameter<T> mandatory() {
        return new Parameter<>(name, type, description, true, least, greatest, allowed, null);
    }

    /** The same between bounds, both inclusive. */
    public Parameter<T> between(T first, T last) {
        return new Parameter<>(name, type, description, required, first, last, allowed, otherwise);
    }

    /** The same with a value that is meant where it is not given. */
    public Parameter<T> otherwise(T value) {
        return new Parameter<>(name, type, description, false, least, greatest, allowed, value);
    }

    /** The same with these values only. */
    public Parameter<T> oneOf(List<T> values) {
        return new Parameter<>(name, type, description, required, least, greatest, List.copyOf(values), otherwise);
    }

    /**
     * The value that a text stands for.
     *
     * @param text null where it is not given
     * @return null where it is not given and nothing is meant then
     * @throws IllegalArgumentException saying what it must be
     */
    T parse(String text) {
        if (text == null && required) {
            throw new IllegalArgumentException("must be given, " + type);
        }
        if (text == null) {
            return otherwise;
        }
        @SuppressWarnings("unchecked")
        T value = (T) type.parse(text);
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw new IllegalArgumentException(
                    "must be one of " + String.join(", ", allowed.stream().map(Objects::toString).toList()));
        }
        if (least != null && !(number(value) >= number(least) && number(value) <= number(greatest))) {
            throw new IllegalArgumentException("must be " + (type == ColumnType.INTEGER ? "an integer" : "a number")
                    + " from " + least + " to " + greatest);
        }
        return value;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
