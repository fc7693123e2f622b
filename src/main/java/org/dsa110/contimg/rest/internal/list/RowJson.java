package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.StoredValue;

/**
 * Writes rows as JSON objects with the columns' names. A value goes out as it is stored, whatever its column's type: other programs
 * write to these files too.
 */
public final class RowJson {
    private RowJson() {
    }

    /**
     * Writes the row that the result stands on.
     *
     * @param columns which columns: the first of the row, in their order
     */
    public static void write(JsonGenerator json, ResultSet row, List<ColumnDescription> columns)
            throws IOException, SQLException {
        List<String> notes = new ArrayList<>(0);
        json.writeStartObject();
        int place = 1;
        for (ColumnDescription column : columns) {
            json.writeFieldName(column.name());
            Object value = row.getObject(place++);
            writeValue(json, value);
            String note = StoredValue.note(column, value);
            if (note != null) {
                notes.add(note);
            }
        }
        if (!notes.isEmpty()) {
            json.writeArrayFieldStart(notes(columns));
            for (String note : notes) {
                json.writeString(note);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** The name of the field, which no column has. */
    private static String notes(List<ColumnDescription> columns) {
        String name = StoredValue.NOTES;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                name += "_";
                i = -1;
            }
        }
        return name;
    }

    /** The fewest digits that read back as the same double. From 1e7 to 1e16 without an exponent, so that people can read Unix seconds. */
    public static String plain(double number) {
        String shortest = NumberOutput.toString(number, true);
        double size = Math.abs(number);
        if (size < 1e7 || size >= 1e16) {
            return shortest;
        }
        // One digit, a point, more digits and an exponent: the point goes that many places to the right.
        int point = shortest.indexOf('.');
        int end = shortest.indexOf('E');
        int exponent = Integer.parseInt(shortest, end + 1, shortest.length(), 10);
        int moved = Math.min(end, point + 1 + exponent);
        StringBuilder plain = new StringBuilder(24).append(shortest, 0, point).append(shortest, point + 1, moved)
                .append("0".repeat(point + 1 + exponent - moved)).append('.');
        return (moved == end ? plain.append('0') : plain.append(shortest, moved, end)).toString();
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(plain(number));
            } else {
                json.writeNull();
            }
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }
}
