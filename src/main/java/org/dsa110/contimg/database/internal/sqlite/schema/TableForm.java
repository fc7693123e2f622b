package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.schema.SchemaParts.Part;

/**
 * What a table is beyond its text, which every tool writes in its own way.
 *
 * @param columns by name in lower case
 * @param constraints the columns of each UNIQUE and PRIMARY KEY
 * @param keys the same, and those of each other unique index
 * @param references what its columns refer to
 */
record TableForm(Part part, Map<String, Column> columns, Set<Set<String>> constraints, Set<Set<String>> keys,
        Set<String> references) {
    /**
     * @param fallback its DEFAULT as SQL, or null
     * @param key its place in the primary key, from 1; 0 where it is not in it
     */
    record Column(String name, String type, boolean notNull, String fallback, int key) {
    }

    static TableForm read(Connection connection, Part table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        query(connection, "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?)", table.name(),
                row -> columns.put(lower(row.getString(1)), new Column(row.getString(1), row.getString(2),
                        row.getBoolean(3), row.getString(4), row.getInt(5))));
        Map<String, Set<String>> constraints = new LinkedHashMap<>();
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        query(connection,
                "SELECT list.name, list.origin = 'c', info.name FROM pragma_index_list(?) list, pragma_index_info(list.name) info"
                        + " WHERE list.\"unique\" AND NOT list.partial",
                table.name(), row -> {
                    String column = row.getString(3) == null ? "(an expression)" : lower(row.getString(3));
                    keys.computeIfAbsent(row.getString(1), ignored -> new TreeSet<>()).add(column);
                    if (!row.getBoolean(2)) {
                        constraints.computeIfAbsent(row.getString(1), ignored -> new TreeSet<>()).add(column);
                    }
                });
        Set<String> references = new TreeSet<>();
        query(connection, "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?)", table.name(),
                row -> references.add(lower(row.getString(1) + " to " + row.getString(2) + "." + row.getString(3))));
        return new TableForm(table, columns, Set.copyOf(constraints.values()), Set.copyOf(keys.values()), references);
    }

    /** The one column that is the number of the row, which SQLite gives by itself; null where there is none. */
    Column rowNumber() {
        List<Column> key = columns.values().stream().filter(column -> column.key() > 0).toList();
        return key.size() == 1 && key.get(0).type().equalsIgnoreCase("INTEGER") ? key.get(0) : null;
    }

    /** What another form of the same table lacks that nothing can put back without making the table anew. */
    List<String> lostIn(TableForm other) {
        List<String> lost = new ArrayList<>();
        String missing = columns.entrySet().stream().filter(column -> !other.columns.containsKey(column.getKey()))
                .map(column -> column.getValue().name()).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            lost.add("table " + part.name() + " has no column " + missing);
        }
        Column number = rowNumber();
        if (number != null
                && (other.rowNumber() == null || !lower(other.rowNumber().name()).equals(lower(number.name())))) {
            lost.add(number.name() + " of table " + part.name() + " is not INTEGER PRIMARY KEY");
        }
        return lost;
    }

    /** What another form of the same table does in another way, though the service can work with it. */
    List<String> changedIn(TableForm other) {
        List<String> changed = new ArrayList<>();
        columns.forEach((name, column) -> {
            Column now = other.columns.get(name);
            if (!Objects.equals(column.fallback(), now.fallback())) {
                changed.add(column.name() + " has the default " + now.fallback() + " instead of " + column.fallback());
            }
            if (column.notNull() && !now.notNull()) {
                changed.add(column.name() + " may be null");
            }
        });
        references.stream().filter(reference -> !other.references.contains(reference))
                .forEach(reference -> changed.add("no reference of " + reference));
        for (String word : List.of("CHECK", "AUTOINCREMENT")) {
            Pattern written = Pattern.compile("\\b" + word + "\\b", Pattern.CASE_INSENSITIVE);
            if (written.matcher(part.sql()).find() && !written.matcher(other.part.sql()).find()) {
                changed.add("no " + word);
            }
        }
        return changed;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
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
