package org.dsa110.contimg.rest.internal.list;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;

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
     * @param columns which columns, in this order; they are looked up by name
     */
    public static void write(JsonGenerator json, ResultSet row, List<ColumnDescription> columns)
            throws IOException, SQLException {
        List<String> notFinite = new ArrayList<>(0);
        json.writeStartObject();
        for (ColumnDescription column : columns) {
            json.writeFieldName(column.name());
            if (!writeValue(json, row.getObject(column.label()))) {
                notFinite.add(column.name());
            }
        }
        if (!notFinite.isEmpty()) {
            json.writeArrayFieldStart(warnings(columns));
            for (String name : notFinite) {
                json.writeString(name + " is stored as a number that JSON cannot express");
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** The name of the field, which no column has. */
    private static String warnings(List<ColumnDescription> columns) {
        String name = "warnings";
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
        String plain = new BigDecimal(shortest).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** @return false where JSON has no such number, and null was written */
    private static boolean writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                json.writeNull();
                return false;
            }
            json.writeNumber(plain(number));
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
        return true;
    }
}
