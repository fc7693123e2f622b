package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a database is made of, but for what SQLite makes by itself: indexes of constraints, its own tables. Thread-safe.
 *
 * @param parts by name in lower case, as SQLite takes names; in the order in which they were made
 */
record SchemaParts(Map<String, Part> parts) {
    /**
     * @param type table, index, trigger or view
     * @param table that it belongs to
     * @param sql the statement that makes it
     */
    record Part(String type, String name, String table, String sql) {
        /** Whether another makes the same: tools quote names and set blanks anew when they copy what they found. */
        boolean isSame(Part other) {
            return other != null && (sql.equals(other.sql)
                    || type.equals(other.type) && normal(sql).equals(normal(other.sql)));
        }

        /** Whether it is an index that is not of columns alone. */
        boolean isOfExpressions() {
            return type.equals("index") && sql.indexOf('(') != sql.lastIndexOf('(');
        }

        private static String normal(String sql) {
            return sql.replaceAll("[\\s\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
        }
    }

    static SchemaParts read(Connection connection) throws SQLException {
        Map<String, Part> parts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
                                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")) {
            while (rows.next()) {
                Part part = new Part(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
                parts.put(part.name().toLowerCase(Locale.ROOT), part);
            }
        }
        return new SchemaParts(parts);
    }

    /** The part of the same name here, or null. */
    Part like(Part other) {
        return parts.get(other.name().toLowerCase(Locale.ROOT));
    }
}
