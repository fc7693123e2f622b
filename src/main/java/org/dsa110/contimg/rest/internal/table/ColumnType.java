package org.dsa110.contimg.rest.internal.table;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** What the values of a column are, and how they are read from text and from JSON. */
public enum ColumnType {
    TEXT("a text") {
        @Override
        public Object parse(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("must not contain the character U+0000");
            }
            if (text.chars().anyMatch(c -> Character.isSurrogate((char) c)) && !isUnicode(text)) {
                throw new IllegalArgumentException("must be valid Unicode");
            }
            return text;
        }

        @Override
        public Object parse(JsonNode json) {
            return json.isTextual() ? parse(json.textValue()) : wrongType();
        }

        private boolean isUnicode(String text) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(text);
        }
    },
    INTEGER("an integer of 64 bits") {
        private final Pattern form = Pattern.compile("[+-]?\\d{1,19}");

        @Override
        public Object parse(String text) {
            if (!form.matcher(text).matches()) {
                return wrongType();
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException tooLarge) {
                return wrongType();
            }
        }

        @Override
        public Object parse(JsonNode json) {
            return json.isIntegralNumber() && json.canConvertToLong() ? (Object) json.longValue() : wrongType();
        }
    },
    REAL("a finite number") {
        private final Pattern form = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

        @Override
        public Object parse(String text) {
            return form.matcher(text).matches() ? finite(Double.parseDouble(text)) : wrongType();
        }

        @Override
        public Object parse(JsonNode json) {
            return json.isNumber() ? finite(json.doubleValue()) : wrongType();
        }

        private Object finite(double value) {
            return Double.isFinite(value) ? (Object) value : wrongType();
        }
    };

    private final String words;

    ColumnType(String words) {
        this.words = words;
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
     * @throws IllegalArgumentException saying what it must be
     */
    public abstract Object parse(JsonNode json);

    /** What the values are, in words. */
    @Override
    public String toString() {
        return words;
    }

    public final Object wrongType() {
        throw new IllegalArgumentException("must be " + words);
    }
}
