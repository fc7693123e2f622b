package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An ordinary table as SQLite describes it.
 *
 * @param sql the statement that makes it
 * @param withoutRowid whether it is a WITHOUT ROWID table
 * @param strict whether it is a STRICT table
 * @param columns by name in lower case, in their order
 */
record Table(String name, String sql, boolean withoutRowid, boolean strict, Map<String, Column> columns) {
    /**
     * @param fallback its DEFAULT as SQL, or null
     * @param key its place in the primary key, from 1; 0 where it is not in it
     * @param computed whether it is a generated column
     */
    record Column(String name, String type, boolean notNull, String fallback, int key, boolean computed) {
        /** Whether a statement that does not name it gives it a value all the same. */
        boolean hasDefault() {
            return fallback != null && !fallback.equalsIgnoreCase("NULL");
        }
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A name as SQL. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    Column column(String name) {
        return columns.get(lower(name));
    }

    /** Whether a column is the number of the row, which SQLite gives by itself. */
    boolean isRowNumber(Column column) {
        return !withoutRowid && column.key() == 1 && column.type().equalsIgnoreCase("INTEGER")
                && columns.values().stream().noneMatch(other -> other.key() > 1);
    }

    /** Those of the main schema but for SQLite's own, by name in lower case, in the order in which they were made. */
    static Map<String, Table> all(Connection connection) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT s.name, s.sql, l.wr, l.strict FROM sqlite_schema s"
                        + " JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name AND l.type = 'table'"
                        + " WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid")) {
            while (rows.next()) {
                tables.put(lower(rows.getString(1)), new Table(rows.getString(1), rows.getString(2),
                        rows.getBoolean(3), rows.getBoolean(4), new LinkedHashMap<>()));
            }
        }
        for (Table table : tables.values()) {
            table.read(connection);
        }
        return tables;
    }

    /** The names of the columns of each of them, by its name; all in lower case. */
    static Map<String, Set<String>> columnNames(Connection connection) throws SQLException {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        all(connection).forEach((name, table) -> names.put(name, table.columns().keySet()));
        return names;
    }

    private void read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main')")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(lower(rows.getString(1)), new Column(rows.getString(1), rows.getString(2),
                            rows.getBoolean(3), rows.getString(4), rows.getInt(5), rows.getInt(6) > 1));
                }
            }
        }
    }

    /** The columns of its primary key, in the order of that. */
    List<Column> keyColumns() {
        List<Column> key = new ArrayList<>(columns.values().stream().filter(column -> column.key() > 0).toList());
        key.sort((a, b) -> Integer.compare(a.key(), b.key()));
        return key;
    }
}
