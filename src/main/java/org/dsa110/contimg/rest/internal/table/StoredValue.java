package org.dsa110.contimg.rest.internal.table;

import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonToken;

/**
 * How exports say what a form has no words for, and how it is read back: binary values, infinity, and texts in columns of numbers, which
 * other programs leave and no client may send. Both directions stand here, as the one must say what the other understands. Thread-safe.
 */
public final class StoredValue {
    /** The member of a JSON row that says of values how they are stored; no column of ours is called so. */
    public static final String NOTES = "warnings";

    private static final String BYTES_IN_CSV = "base64:";
    private static final String AS_NUMBER = ", which JSON cannot express";
    private static final String AS_BYTES = "bytes, in Base64 here";
    private static final Pattern NOTE = Pattern
            .compile("(.+) is stored as (-?Infinity" + AS_NUMBER + "|" + AS_BYTES + ")");
    private static final Pattern FRACTION_OR_EXPONENT = Pattern.compile("[.eE]");

    private StoredValue() {
    }

    /**
     * What {@link #NOTES} says of a value.
     *
     * @param value as the database has it
     * @return null for a value that says itself what it is
     */
    public static String note(ColumnDescription column, Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return column.name() + " is stored as " + number + AS_NUMBER;
        }
        // Another program's column may be one of bytes; ours never is.
        return value instanceof byte[] && column.isDeclared() ? column.name() + " is stored as " + AS_BYTES : null;
    }

    /**
     * Gives a row the value that is stored where JSON had another.
     *
     * @param note as {@link #note} made it
     * @param taken whether the row takes a value for a column; it is not given one else
     * @param row the values that JSON had
     * @throws IllegalArgumentException when no export says so
     */
    public static void apply(String note, TableDescription<?> table, Predicate<ColumnDescription> taken,
            Map<ColumnDescription, Object> row) {
        Matcher parts = NOTE.matcher(note);
        ColumnDescription column = parts.matches() ? table.column(parts.group(1)) : null;
        if (column == null) {
            throw new IllegalArgumentException("must be as an export has it");
        }
        if (!taken.test(column)) {
            return;
        }
        boolean bytes = parts.group(2).equals(AS_BYTES);
        Object value = row.get(column);
        if (column.generated() || (bytes ? !(value instanceof String) : value != null)) {
            throw new IllegalArgumentException("must be as an export has it, and " + column.name() + " is not");
        }
        row.put(column,
                bytes ? decoded((String) value) : Double.valueOf(parts.group(2).replace(AS_NUMBER, "")));
    }

    /** Bytes in CSV: without quotes, which texts have, and no number. */
    public static String csv(byte[] bytes) {
        return BYTES_IN_CSV + Base64.getEncoder().encodeToString(bytes);
    }

    /** Whether a field of CSV is bytes. */
    public static boolean isBytes(String field, boolean quoted) {
        return !quoted && field.startsWith(BYTES_IN_CSV);
    }

    /**
     * The value of a field of CSV, whatever its column takes of clients. A number that the database gives is one all the same: SQLite
     * stores nothing else there.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    public static Object ofCsv(ColumnDescription column, String field, boolean quoted) {
        if (column.generated()) {
            return column.type().parse(field);
        }
        if (isBytes(field, quoted)) {
            return decoded(field.substring(BYTES_IN_CSV.length()));
        }
        if (quoted || column.type() == ColumnType.TEXT) {
            return field;
        }
        return switch (field) {
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(field);
        };
    }

    /**
     * The value that a JSON value other than null stands for, whatever its column takes of clients.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    public static Object ofJson(ColumnDescription column, JsonToken token, String text) {
        if (column.generated()) {
            return column.type().parse(token, text);
        }
        if (token == JsonToken.VALUE_STRING) {
            return ColumnType.unicode(text);
        }
        return token.isNumeric() && column.type() != ColumnType.TEXT ? number(text) : column.type().wrongType();
    }

    /** By how it is written, and not by what it is: beyond 2^63 a whole number is a double, and the same digits may be an integer. */
    private static Object number(String digits) {
        return (FRACTION_OR_EXPONENT.matcher(digits).find() ? ColumnType.REAL : ColumnType.INTEGER).parse(digits);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be Base64", e);
        }
    }
}
