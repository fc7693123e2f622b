package org.dsa110.contimg.rest.internal.list;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;
import org.dsa110.contimg.rest.query.QueryParameters;

/**
 * What a list can ask of a column: {@code column=value}, or {@code column__name=value} with the name of a filter. All are done in SQL.
 * Texts are compared byte by byte in UTF-8; a text that another program left in a column of numbers is greater than all numbers, as
 * SQLite sorts it.
 */
public enum Filter {
    // @formatter:off
    /** The value, and no NULL. The one that is meant where none is named. */
    EQ("equal to the value", comparing("=")),
    /** All rows that {@link #EQ} leaves out, those with NULL too. */
    NE("not equal to the value; NULL is not equal to any", comparing("IS DISTINCT FROM")),
    LT("less than the value", comparing("<")),
    LE("at most the value", comparing("<=")),
    GT("greater than the value", comparing(">")),
    GE("at least the value", comparing(">=")),
    IN("equal to one of up to " + Filter.MAX_VALUES
            + " values, separated by commas; a comma that belongs to a value is written \\,", Filter::in),
    CONTAINS("with the value in it, in the same case; texts only", Filter::contains),
    STARTSWITH("that begins with the value, in the same case; texts only", Filter::startsWith),
    ISNULL("true: NULL; false: any value", Filter::isNull);
    // @formatter:on

    static final int MAX_VALUES = 1000;
    /** Between the column and the filter in a parameter's name. */
    static final String SEPARATOR = QueryParameters.FILTER;

    private final String meaning;
    private final BiFunction<ColumnDescription, String, Condition> making;

    Filter(String meaning, BiFunction<ColumnDescription, String, Condition> making) {
        this.meaning = meaning;
        this.making = making;
    }

    /** The filter of that name, or null. */
    static Filter named(String name) {
        return Arrays.stream(values()).filter(filter -> filter.toString().equals(name)).findFirst().orElse(null);
    }

    /** The names of all filters, for people. */
    static String names() {
        return Arrays.stream(values()).map(Filter::toString).collect(Collectors.joining(", "));
    }

    /**
     * The condition on a row.
     *
     * @throws IllegalArgumentException saying what the text must be
     */
    Condition condition(ColumnDescription column, String text) {
        return making.apply(column, text);
    }

    /** Whether it lets through all from a value on, or up to one. */
    boolean isOpenRange() {
        return this == LT || this == LE || this == GT || this == GE;
    }

    /** Whether SQLite may choose an index for it, and not a worse one than that of a range. */
    boolean mayLookUp() {
        return this == EQ || this == IN || this == STARTSWITH || this == ISNULL;
    }

    /** Which rows it lets through, in words. */
    public String meaning() {
        return meaning;
    }

    /** Its name in a URL. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static BiFunction<ColumnDescription, String, Condition> comparing(String operator) {
        return (column, text) -> compare(column, operator, column.parse(text));
    }

    private static Condition in(ColumnDescription column, String text) {
        List<Object> values = CommaSeparated.split(text).stream().map(column::parse).toList();
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("must have at most " + MAX_VALUES + " values");
        }
        String marks = values.stream().map(value -> "?").collect(Collectors.joining(", "));
        return new Condition(column.sql() + " IN (" + marks + ")", values);
    }

    private static Condition contains(ColumnDescription column, String text) {
        return new Condition("instr(" + column.sql() + ", ?) > 0", List.of(textOnly(column, text)));
    }

    private static Condition startsWith(ColumnDescription column, String text) {
        Object beginning = textOnly(column, text);
        if (column.type() == ColumnType.ANY) {
            // Where the column takes numbers, SQLite would take a text that reads as one for a number.
            return new Condition("(typeof(" + column.sql() + ") = 'text' AND substr(" + column.sql() + ", 1, "
                    + text.codePointCount(0, text.length()) + ") = ?)", List.of(beginning));
        }
        Condition from = compare(column, ">=", beginning);
        String end = after(text);
        return end == null ? from : Condition.all(List.of(from, compare(column, "<", end)));
    }

    private static Condition isNull(ColumnDescription column, String text) {
        return switch (text) {
            case "true" -> new Condition(column.sql() + " IS NULL", List.of());
            case "false" -> new Condition(column.sql() + " IS NOT NULL", List.of());
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Condition compare(ColumnDescription column, String operator, Object value) {
        return new Condition(column.sql() + " " + operator + " ?", List.of(value));
    }

    private static Object textOnly(ColumnDescription column, String text) {
        if (column.type() != ColumnType.TEXT && column.type() != ColumnType.ANY) {
            throw new IllegalArgumentException("is a filter of texts only");
        }
        return ColumnType.TEXT.parse(text);
    }

    /**
     * The upper bound of a range that holds just the texts with this beginning, so that an index can be used: the least text greater than
     * all of them, or null where there is none. UTF-8 sorts by code point.
     */
    private static String after(String prefix) {
        int[] points = prefix.codePoints().toArray();
        for (int end = points.length; end > 0; end--) {
            int last = points[end - 1];
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return new StringBuilder(new String(points, 0, end - 1)).appendCodePoint(next).toString();
            }
        }
        return null;
    }
}
