package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.dsa110.contimg.RebuiltTable.strings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;

/**
 * Statements of programs that know a file as it is now, of each kind that the pipeline has, on each of its tables: INSERT with all of its
 * columns, with those that must have a value, REPLACE, IGNORE and ON CONFLICT on each unique key, UPDATE of each column to values of every
 * storage class, DELETE. Made from what SQLite says of the tables, and from rows in them.
 */
final class OldStatements {
    private static final List<String> OF_EACH_CLASS = List.of("NULL", "'other'", "7", "2.5", "-9e999", "X'00ff'");

    /** @param table the table as it is before */
    record Statement(Table table, String sql) {
    }

    private final Connection connection;
    private final List<Statement> statements = new ArrayList<>();

    private OldStatements(Connection connection) {
        this.connection = connection;
    }

    static List<Statement> of(Connection connection) throws SQLException {
        OldStatements all = new OldStatements(connection);
        for (Table table : Table.all(connection).values()) {
            all.of(table);
        }
        return all.statements;
    }

    private void of(Table table) throws SQLException {
        List<Column> given = table.columns().values().stream().filter(column -> !column.computed()).toList();
        Set<List<String>> keys = keys(table);
        Set<String> unique = keys.stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new));
        boolean first = true;
        for (Map<String, String> row : rows(table, given)) {
            String where = " WHERE " + (table.withoutRowid()
                    ? table.keyColumns().stream()
                            .map(column -> Table.quoted(column.name()) + " = " + row.get(column.name()))
                            .collect(Collectors.joining(" AND "))
                    : "rowid = " + row.get("rowid"));
            Map<String, String> known = new LinkedHashMap<>(row);
            known.remove("rowid");
            given.stream().filter(table::isRowNumber).forEach(column -> known.remove(column.name()));
            add(table, "INSERT", known, "");
            add(table, "INSERT", fresh(known, unique), "");
            add(table, "INSERT", required(table, fresh(known, unique)), "");
            for (List<String> key : keys) {
                Map<String, String> same = new LinkedHashMap<>(known);
                key.forEach(column -> same.put(column, row.get(column)));
                Map<String, String> other = fresh(same, unique.stream().filter(column -> !key.contains(column))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
                add(table, "INSERT OR REPLACE", other, "");
                add(table, "INSERT OR IGNORE", other, "");
                add(table, "INSERT", other, " ON CONFLICT (" + names(key) + ") DO UPDATE SET "
                        + other.keySet().stream().filter(column -> !unique.contains(column))
                                .map(column -> Table.quoted(column) + " = coalesce(excluded." + Table.quoted(column)
                                        + ", " + Table.quoted(column) + ")")
                                .findFirst().orElse(Table.quoted(key.get(0)) + " = excluded."
                                        + Table.quoted(key.get(0))));
            }
            for (Column column : given) {
                List<String> values = new ArrayList<>(List.of(fresh(row.get(column.name()))));
                values.addAll(first ? OF_EACH_CLASS : List.of());
                for (String value : values) {
                    add(table, "UPDATE " + Table.quoted(table.name()) + " SET " + Table.quoted(column.name()) + " = "
                            + value + where);
                }
            }
            add(table, "UPDATE " + Table.quoted(table.name()) + " SET "
                    + given.stream().map(column -> Table.quoted(column.name()) + " = " + row.get(column.name()))
                            .collect(Collectors.joining(", "))
                    + where);
            add(table, "DELETE FROM " + Table.quoted(table.name()) + where);
            first = false;
        }
        add(table, "DELETE FROM " + Table.quoted(table.name()));
    }

    private void add(Table table, String sql) {
        statements.add(new Statement(table, sql));
    }

    private void add(Table table, String verb, Map<String, String> row, String end) {
        add(table, verb + " INTO " + Table.quoted(table.name()) + (row.isEmpty()
                ? " DEFAULT VALUES"
                : " (" + names(row.keySet()) + ") VALUES (" + String.join(", ", row.values()) + ")") + end);
    }

    /** Two rows as literals, by column and "rowid"; one that is made where the table has none. */
    private List<Map<String, String>> rows(Table table, List<Column> given) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String end : List.of("", " DESC")) {
            Map<String, String> row = new LinkedHashMap<>();
            String last = " FROM " + Table.quoted(table.name()) + " ORDER BY "
                    + (table.withoutRowid() ? names(table.keyColumns().stream().map(Column::name).toList()) : "rowid")
                    + end + " LIMIT 1";
            boolean empty = strings(connection, "SELECT 1" + last).isEmpty();
            row.put("rowid", empty || table.withoutRowid() ? "1" : strings(connection, "SELECT rowid" + last).get(0));
            for (Column column : given) {
                row.put(column.name(), empty
                        ? Affinity.of(column.type()) == Affinity.TEXT ? "'one'" : "1"
                        : strings(connection, "SELECT quote(" + Table.quoted(column.name()) + ")" + last).get(0));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, String> required(Table table, Map<String, String> row) {
        Map<String, String> required = new LinkedHashMap<>(row);
        required.keySet().removeIf(name -> {
            Column column = table.column(name);
            return column.key() == 0 && (!column.notNull() || column.hasDefault());
        });
        return required;
    }

    private static Map<String, String> fresh(Map<String, String> row, Set<String> columns) {
        Map<String, String> fresh = new LinkedHashMap<>(row);
        fresh.replaceAll((column, value) -> columns.contains(column) ? fresh(value) : value);
        return fresh;
    }

    /** Another value of the same storage class, which no row has. */
    private static String fresh(String literal) {
        return switch (literal.charAt(0)) {
            case 'N' -> literal;
            case '\'' -> "'fresh " + literal.substring(1);
            case 'X' -> "X'f0" + literal.substring(2);
            default -> literal.contains(".") ? literal + "1" : literal.startsWith("-") ? "-77" : "77" + literal;
        };
    }

    /** The unique keys and the primary one, whose names are those of columns. */
    private Set<List<String>> keys(Table table) throws SQLException {
        Set<List<String>> keys = new LinkedHashSet<>();
        keys.add(table.keyColumns().stream().map(Column::name).toList());
        for (String index : strings(connection, "SELECT name FROM pragma_index_list(" + text(table.name())
                + ") WHERE \"unique\"")) {
            keys.add(strings(connection,
                    "SELECT name FROM pragma_index_info(" + text(index) + ") WHERE name IS NOT NULL ORDER BY seqno"));
        }
        keys.remove(List.of());
        return keys;
    }

    private static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    private static String names(Iterable<String> columns) {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(Table.quoted(column)));
        return String.join(", ", names);
    }
}
