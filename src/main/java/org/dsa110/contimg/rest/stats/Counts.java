package org.dsa110.contimg.rest.stats;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import com.fasterxml.jackson.core.JsonGenerator;

/** Counts of rows by the values of a column, as JSON. */
public final class Counts {
    private Counts() {
    }

    /**
     * Writes a field such as {@code "images_by_type": [{"value": "dirty", "count": 7}]}, in the order of the values; rows without a value
     * have the value null.
     *
     * @param table the name of a table, and column of one of its columns: never a text of a client
     */
    public static void write(JsonGenerator json, Connection connection, String field, String table, String column)
            throws SQLException, IOException {
        json.writeArrayFieldStart(field);
        try (PreparedStatement select = connection.prepareStatement("SELECT " + column + ", count(*) FROM " + table
                + " GROUP BY " + column + " ORDER BY " + column);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                json.writeStartObject();
                json.writeStringField("value", row.getString(1));
                json.writeNumberField("count", row.getLong(2));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
