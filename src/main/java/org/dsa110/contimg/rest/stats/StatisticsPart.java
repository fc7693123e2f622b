package org.dsa110.contimg.rest.stats;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableRows;
import org.dsa110.contimg.rest.query.NamedList;

/**
 * What one database has to say in {@code /api/v1/stats}. A bean of each database; immutable and thread-safe.
 *
 * @param database which one; each has one part at the most
 * @param fields of the database's object, in order
 */
public record StatisticsPart(Database database, List<Field> fields) {
    private static final int NEWEST = 5;

    /** One field of a database's object. Thread-safe. */
    public interface Field {
        String name();

        /** The table of which it has some rows, such as {@code products.images}; null where it has counts of rows. */
        String rowsOf();

        /** Writes its name and its value, inside a read on the database. */
        void write(JsonGenerator json, Connection connection) throws SQLException, IOException;
    }

    public static StatisticsPart of(Database database, Field... fields) {
        return new StatisticsPart(database, List.of(fields));
    }

    /**
     * Counts of rows by the values of a column, such as {@code "images_by_type": [{"value": "dirty", "count": 7}]}, in the order of the
     * values; rows without a value have the value null.
     *
     * @param table name of a table, written into the SQL: never a client's text
     * @param column name of one of its columns, the same
     */
    public static Field counts(String name, String table, String column) {
        String sql = "SELECT " + column + ", count(*) FROM " + table + " GROUP BY " + column + " ORDER BY " + column;
        return field(name, null, (json, connection) -> {
            json.writeArrayFieldStart(name);
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    json.writeStartObject();
                    json.writeStringField("value", row.getString(1));
                    json.writeNumberField("count", row.getLong(2));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    /**
     * The newest rows of a table, newest first.
     *
     * @param time the column that says how new a row is
     * @param columns those that are wanted
     */
    public static Field newest(String name, TableRows<?> rows, String time, String... columns) {
        NamedList newestFirst = NamedList.of(null, List.of(), "-" + time);
        return field(name, rows.name(), (json, connection) -> {
            json.writeArrayFieldStart(name);
            rows.write(json, connection, newestFirst, NEWEST, columns);
            json.writeEndArray();
        });
    }

    /** What writes a field: its name and its value. */
    public interface Writing {
        void write(JsonGenerator json, Connection connection) throws SQLException, IOException;
    }

    /** @param rowsOf as {@link Field#rowsOf} has it */
    static Field field(String name, String rowsOf, Writing writing) {
        return new WrittenField(name, rowsOf, writing);
    }

    private record WrittenField(String name, String rowsOf, Writing writing) implements Field {
        @Override
        public void write(JsonGenerator json, Connection connection) throws SQLException, IOException {
            writing.write(json, connection);
        }
    }
}
