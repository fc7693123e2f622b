package org.dsa110.contimg.migration.revision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table as SQLite understands it, whatever words it was made by. Thread-safe.
 *
 * @param columns by name in lower case, in their order
 * @param uniques the columns of each unique key and of each unique index, in lower case
 * @param indexes by name in lower case; those that a statement made
 * @param references in words, in lower case
 */
record TableShape(String name, Map<String, Column> columns, Set<Set<String>> uniques, Map<String, Index> indexes,
        Set<String> references) {
    /**
     * @param affinity what SQLite does to values, by its own word for it
     * @param fallback its DEFAULT as SQL, or null
     * @param key its place in the primary key, from 1; 0 where it is not in it
     */
    record Column(String name, String affinity, boolean notNull, String fallback, int key) {
    }

    /**
     * @param columns what is in it, in words; null for an expression
     * @param partial whether it has some rows only
     */
    record Index(String name, List<String> columns, boolean unique, boolean partial) {
        boolean isExpression() {
            return columns.contains("(an expression)");
        }
    }

    /** All of a database but for SQLite's own and the histories of migrations, by name in lower case. */
    static Map<String, TableShape> all(Connection connection) throws SQLException {
        Map<String, TableShape> tables = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'flyway\\_%' ESCAPE '\\' ORDER BY rowid")) {
            while (rows.next()) {
                tables.put(MappedColumn.lower(rows.getString(1)), null);
            }
        }
        for (Map.Entry<String, TableShape> table : tables.entrySet()) {
            table.setValue(read(connection, table.getKey()));
        }
        return tables;
    }

    private static TableShape read(Connection connection, String table) throws SQLException {
        Map<String, String> affinities = affinities(connection, table);
        Map<String, Column> columns = new LinkedHashMap<>();
        query(connection, "SELECT name, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?, 'main')", table,
                row -> columns.put(MappedColumn.lower(row.getString(1)),
                        new Column(row.getString(1), affinities.get(MappedColumn.lower(row.getString(1))),
                                row.getBoolean(2), row.getString(3), row.getInt(4))));
        Map<String, TreeSet<String>> uniques = new LinkedHashMap<>();
        Map<String, List<String>> parts = new TreeMap<>();
        Map<String, Index> indexes = new TreeMap<>();
        query(connection, "SELECT l.name, l.\"unique\", l.origin, l.partial, x.cid, x.name, x.\"desc\""
                + " FROM pragma_index_list(?, 'main') l, pragma_index_xinfo(l.name, 'main') x WHERE x.key"
                + " ORDER BY l.name, x.seqno", table, row -> {
                    String index = row.getString(1);
                    String column = row.getInt(5) == -2 ? "(an expression)" : lower(row.getString(6));
                    if (row.getBoolean(2) && !row.getBoolean(4)) {
                        uniques.computeIfAbsent(index, ignored -> new TreeSet<>()).add(column);
                    }
                    if (row.getString(3).equals("c")) {
                        parts.computeIfAbsent(index, ignored -> new ArrayList<>())
                                .add(column + (row.getBoolean(7) ? " desc" : ""));
                        indexes.put(MappedColumn.lower(index),
                                new Index(index, parts.get(index), row.getBoolean(2), row.getBoolean(4)));
                    }
                });
        Map<Integer, String> references = new TreeMap<>();
        query(connection, "SELECT id, \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list(?, 'main')"
                + " ORDER BY id, seq", table,
                row -> references.merge(row.getInt(1), lower(row.getString(2) + " to " + row.getString(3) + "("
                        + row.getString(4) + ") " + row.getString(5)), (one, more) -> one + ", " + more));
        return new TableShape(table, columns, uniques.values().stream().collect(Collectors.toSet()), indexes,
                new TreeSet<>(references.values()));
    }

    /** By what SQLite makes of a table of its columns: so it is its rule, and not one that is written down here again. */
    private static Map<String, String> affinities(Connection connection, String table) throws SQLException {
        Map<String, String> affinities = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE contimg_affinities AS SELECT * FROM main.\""
                    + table.replace("\"", "\"\"") + "\" LIMIT 0");
            try (ResultSet rows = statement.executeQuery("PRAGMA temp.table_info(contimg_affinities)")) {
                while (rows.next()) {
                    affinities.put(MappedColumn.lower(rows.getString("name")), rows.getString("type"));
                }
            }
            statement.execute("DROP TABLE temp.contimg_affinities");
        }
        return affinities;
    }

    Column column(String column) {
        return columns.get(MappedColumn.lower(column));
    }

    private static String lower(String text) {
        return MappedColumn.lower(String.valueOf(text));
    }

    private interface EachRow {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, String table, EachRow each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        }
    }
}
