package org.dsa110.contimg.rest.internal.table;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonToken;

/** What the values of a column are, and how they are read from text and from JSON. */
public enum ColumnType {
    TEXT("a text") {
        @Override
        public Object parse(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("must not contain the character U+0000");
            }
            return unicode(text);
        }

        @Override
        public Object parse(JsonToken token, String text) {
            return token == JsonToken.VALUE_STRING ? parse(text) : wrongType();
        }
    },
    /**
     * Also written with a fraction or an exponent, as 4096.0 or 4.096e3, where the value is whole: JSON Schema counts that as an integer, and
     * pandas makes doubles of integers with a gap among them. The digits are taken as they stand, and not by way of a double.
     */
    INTEGER("an integer of 64 bits") {
        @Override
        public Object parse(String text) {
            if (text.length() > LONGEST_INTEGER || !NUMBER.matcher(text).matches()) {
                return wrongType();
            }
            try {
                BigDecimal number = new BigDecimal(text);
                return number.signum() == 0 ? 0L : number.longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                // A fraction, or more than 64 bits; or an exponent of more than 32.
                return wrongType();
            }
        }

        @Override
        public Object parse(JsonToken token, String text) {
            return token.isNumeric() ? parse(text) : wrongType();
        }
    },
    REAL("a finite number") {
        @Override
        public Object parse(String text) {
            return NUMBER.matcher(text).matches() ? finite(Double.parseDouble(text)) : wrongType();
        }

        @Override
        public Object parse(JsonToken token, String text) {
            return token.isNumeric() ? parse(text) : wrongType();
        }

        private Object finite(double value) {
            return Double.isFinite(value) ? (Object) value : wrongType();
        }
    },
    /** Of what is sent, and of no column: SQLite has none of this type. */
    BOOLEAN("true or false") {
        @Override
        public Object parse(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> wrongType();
            };
        }

        @Override
        public Object parse(JsonToken token, String text) {
            return token.isBoolean() ? parse(text) : wrongType();
        }
    },
    /** Of columns that take values of all kinds as they are. What reads as a number is one. */
    ANY("a value") {
        @Override
        public Object parse(String text) {
            if (!NUMBER.matcher(text).matches()) {
                return TEXT.parse(text);
            }
            try {
                return INTEGER.parse(text);
            } catch (IllegalArgumentException e) {
                return REAL.parse(text);
            }
        }

        @Override
        public Object parse(JsonToken token, String text) {
            return token.isNumeric() || token == JsonToken.VALUE_STRING ? parse(text) : wrongType();
        }
    };

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    /** Characters; more than any program writes for 64 bits, and few enough to be read as a decimal. */
    private static final int LONGEST_INTEGER = 100;

    private final String words;

    ColumnType(String words) {
        this.words = words;
    }

    /** @throws IllegalArgumentException for a text that UTF-8 cannot express */
    static String unicode(String text) {
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("must be valid Unicode");
        }
        return text;
    }

    static ColumnType of(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return TEXT;
        }
        if (type == Long.class) {
            return INTEGER;
        }
        if (type == Double.class) {
            return REAL;
        }
        if (type == Boolean.class) {
            return BOOLEAN;
        }
        throw new IllegalArgumentException("a column cannot be a " + type.getName());
    }

    /**
     * The value that a text in a URL stands for.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    public abstract Object parse(String text);

    /**
     * The value that a JSON value other than null stands for.
     *
     * @param token of a value that is no object and no array
     * @param text the value as it was sent; of a text, without quotes and escapes
     * @throws IllegalArgumentException saying what it must be
     */
    public abstract Object parse(JsonToken token, String text);

    /** What the values are, in words. */
    @Override
    public String toString() {
        return words;
    }

    public final Object wrongType() {
        throw new IllegalArgumentException("must be " + words);
    }
}
