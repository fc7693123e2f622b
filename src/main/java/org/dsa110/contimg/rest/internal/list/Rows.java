package org.dsa110.contimg.rest.internal.list;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.internal.json.Json;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Reads rows of a table as JSON, inside a unit of work. It goes by SQL and not by entities so that each value goes out as it is
 * stored, and only the columns that were asked for are read. Immutable and thread-safe.
 */
public final class Rows {
    private static final JsonFactory JSON = Json.factory().build();

    private final RowsDescription table;
    private final List<ColumnDescription> columns;
    private final String select;

    public Rows(RowsDescription table) {
        this.table = table;
        this.columns = table.columns();
        this.select = table.select(columns) + " WHERE ";
    }

    private interface Writing {
        void to(JsonGenerator json) throws SQLException, IOException;
    }

    private static byte[] json(Writing writing) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writing.to(json);
        }
        return bytes.toByteArray();
    }

    /** One row as a JSON object, or null when no row has that key. */
    public byte[] get(Connection connection, List<Object> key) throws SQLException, IOException {
        byte[] row = json(json -> write(json, connection, key));
        return row.length == 0 ? null : row;
    }

    /** Rows as a JSON array in the order of the keys, with null for a key that no row has. */
    public byte[] getAll(Connection connection, List<List<Object>> keys) throws SQLException, IOException {
        return json(json -> {
            json.writeStartArray();
            for (List<Object> key : keys) {
                if (!write(json, connection, key)) {
                    json.writeNull();
                }
            }
            json.writeEndArray();
        });
    }

    /** @return whether a row has that key */
    private boolean write(JsonGenerator json, Connection connection, List<Object> key)
            throws SQLException, IOException {
        Condition condition = Condition.key(table, key);
        try (PreparedStatement one = Statements.prepare(connection, select + condition.sql(), condition.values());
                ResultSet row = one.executeQuery()) {
            boolean found = row.next();
            if (found) {
                RowJson.write(json, row, columns);
                if (row.next()) {
                    throw new ProblemException(Response.Status.CONFLICT, "several rows of " + table
                            + " have this key, as a key with NULL in it can be there more than once; the list has them",
                            List.of());
                }
            }
            return found;
        }
    }

    /** A page as {@code {"items": [...], "next": token or null, "total": number if counted}}. */
    public byte[] list(Connection connection, ListRequest request) throws SQLException, IOException {
        return json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            List<Object> last = write(json, connection, request);
            json.writeEndArray();
            json.writeStringField("next",
                    last == null ? null : PageToken.encode(request.order(), request.rowsName(), last));
            if (request.count()) {
                json.writeNumberField("total", count(connection, request));
            }
            json.writeEndObject();
        });
    }

    /** Writes the rows of a page, and returns what {@link PageQuery} does. */
    public static List<Object> write(JsonGenerator json, Connection connection, ListRequest request)
            throws SQLException, IOException {
        return new PageQuery(request).run(connection, row -> {
            RowJson.write(json, row, request.fields());
            return true;
        });
    }

    private static long count(Connection connection, ListRequest request) throws SQLException {
        Condition filter = request.filter();
        RowsDescription table = request.table();
        String sql = "SELECT count(*) FROM " + (filter.equals(Condition.NONE) ? table.counted() : table.rows())
                + " WHERE " + filter.sql();
        try (PreparedStatement select = Statements.prepare(connection, sql, filter.boundWith(table));
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
