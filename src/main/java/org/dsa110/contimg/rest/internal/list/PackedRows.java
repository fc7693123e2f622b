package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.io.SerializedString;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.TableDescription;

/**
 * Rows of which SQLite has made a JSON array each: so one value comes through JNI for a row, and not two calls for each column. Makes the objects of
 * them that {@link RowJson} writes, with numbers in its form. Not thread-safe.
 */
final class PackedRows {
    /** SQLite's functions take more in the driver as it is; a hundred is what they take unless told otherwise. */
    private static final int MOST_COLUMNS = 100;
    /** With so many SQLite writes the decimal that was meant; with more, 17 in place of the fewest. */
    private static final int EXACT_DIGITS = 15;
    /** Below a thousandth {@link RowJson#plain} has an exponent, and SQLite only below a ten-thousandth. */
    private static final byte[] SMALL = ascii("0.000");
    private static final byte[] NULL = ascii("null");

    private final List<ColumnDescription> columns;
    private final ColumnDescription packed;
    /** Of each column what stands before its value: a brace or a comma, its name and a colon. */
    private final byte[][] names;
    private final List<String> notFinite = new ArrayList<>(0);
    /** Of one number: kept, as there are hundreds in a page. */
    private char[] digits = new char[32];
    private byte[] bytes = new byte[8192];
    private int size;

    PackedRows(List<ColumnDescription> columns) {
        this.columns = columns;
        this.packed = ColumnDescription.computed("packed row", columns.stream().map(ColumnDescription::sql)
                .collect(Collectors.joining(", ", "json_array(", ")")), null, null, null);
        this.names = new byte[columns.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = utf8((i == 0 ? "{" : ",") + quoted(columns.get(i).name()) + ":");
        }
    }

    /**
     * Whether the rows of a list can be read so. Not those of other programs' tables and views: a view's value may be JSON to SQLite, which then
     * would not be a text any more.
     */
    static boolean fit(ListRequest request) {
        return request.table() instanceof TableDescription && request.fields().size() <= MOST_COLUMNS;
    }

    /** What is read in place of the columns. */
    List<ColumnDescription> read() {
        return List.of(packed);
    }

    /** Adds the row that the result stands on. */
    boolean add(ResultSet row) throws SQLException {
        byte[] array = row.getBytes(1);
        add(isAscii(array) ? array : utf8(new String(array, StandardCharsets.UTF_8)));
        return true;
    }

    /** Writes all that were added into the array that was begun. */
    void writeTo(JsonGenerator json) throws IOException {
        if (size > 0) {
            // The comma, where there is something before.
            json.writeRawValue("");
            json.flush();
            ((OutputStream) json.getOutputTarget()).write(bytes, 0, size);
        }
    }

    /** @param array JSON as SQLite writes it: without white space */
    private void add(byte[] array) {
        if (size > 0) {
            append(',');
        }
        notFinite.clear();
        int at = 1;
        for (int i = 0; i < names.length; i++) {
            append(names[i], 0, names[i].length);
            int end = switch (array[at]) {
                case '"' -> text(array, at);
                case 'n' -> asItIs(array, at, at + NULL.length);
                default -> number(array, at, columns.get(i));
            };
            at = end + 1;
        }
        if (!notFinite.isEmpty()) {
            warn();
        }
        append('}');
    }

    /** @return where it ends */
    private int text(byte[] array, int begin) {
        int end = begin + 1;
        while (array[end] != '"') {
            if (array[end] == '\\') {
                end++;
                if (array[end] == 'u') {
                    // Of a control character: SQLite writes small letters.
                    for (int digit = end + 1; digit <= end + 4; digit++) {
                        array[digit] = (byte) Character.toUpperCase(array[digit]);
                    }
                }
            }
            end++;
        }
        return asItIs(array, begin, end + 1);
    }

    /** @return where it ends */
    private int number(byte[] array, int begin, ColumnDescription column) {
        int end = begin;
        int figures = 0;
        boolean whole = true;
        boolean exponent = false;
        for (; array[end] != ',' && array[end] != ']'; end++) {
            byte c = array[end];
            figures += c >= '0' && c <= '9' ? 1 : 0;
            whole &= c != '.';
            exponent |= c == 'e';
        }
        if (whole || !exponent && figures <= EXACT_DIGITS && !isSmall(array, begin)) {
            return asItIs(array, begin, end);
        }
        double value = parse(array, begin, end);
        if (Double.isFinite(value)) {
            append(RowJson.plain(value));
        } else {
            notFinite.add(column.name());
            append(NULL, 0, NULL.length);
        }
        return end;
    }

    private double parse(byte[] array, int begin, int end) {
        int length = end - begin;
        if (length > digits.length) {
            digits = new char[length];
        }
        for (int i = 0; i < length; i++) {
            digits[i] = (char) array[begin + i];
        }
        return NumberInput.parseDouble(digits, 0, length, true);
    }

    private static boolean isSmall(byte[] array, int begin) {
        int first = array[begin] == '-' ? begin + 1 : begin;
        return Arrays.equals(array, first, Math.min(first + SMALL.length, array.length), SMALL, 0, SMALL.length);
    }

    private void warn() {
        byte[] warnings = utf8(notFinite.stream().map(RowJson::warning).map(PackedRows::quoted)
                .collect(Collectors.joining(",", "," + quoted(RowJson.warnings(columns)) + ":[", "]")));
        append(warnings, 0, warnings.length);
    }

    private int asItIs(byte[] from, int begin, int end) {
        append(from, begin, end - begin);
        return end;
    }

    private void append(byte[] from, int begin, int length) {
        makeRoom(length);
        System.arraycopy(from, begin, bytes, size, length);
        size += length;
    }

    private void append(String ascii) {
        makeRoom(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
    }

    private void append(char ascii) {
        makeRoom(1);
        bytes[size++] = (byte) ascii;
    }

    private void makeRoom(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }

    private static boolean isAscii(byte[] text) {
        for (byte c : text) {
            if (c < 0) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String text) {
        return '"' + new String(new SerializedString(text).asQuotedUTF8(), StandardCharsets.UTF_8) + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
