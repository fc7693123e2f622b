package org.dsa110.contimg.rest.internal.found;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.ColumnType;

/** What SQLite says of the tables of a file, inside a unit of work. */
final class FoundSchema {
    /** Names of the number of a row, of which a column may have some. */
    private static final List<String> ROW_NUMBERS = List.of("rowid", "oid", "_rowid_");
    /** Of the table in each statement: a name in quotes that is no column of it is an error, where it would be a text if it stood alone. */
    private static final String ALIAS = "found";
    /** A column of a virtual table that is no part of its rows, as pragma_table_xinfo says it; those of 2 and 3 are generated. */
    private static final int HIDDEN = 1;

    private FoundSchema() {
    }

    /**
     * A table in the schema.
     *
     * @param view whether it is a view
     * @param rowNumbers whether its rows have numbers
     * @param strict whether it is STRICT, where ANY means what no type means elsewhere
     */
    record Entry(String name, boolean view, boolean rowNumbers, boolean strict) {
    }

    private record Column(String name, String type, boolean notNull, int key, int hidden) {
    }

    /** All tables and views but SQLite's own, by name; those of virtual tables and what these keep their rows in among them. */
    static List<Entry> entries(Connection connection) throws SQLException {
        return query(connection, "SELECT name, type, wr, strict FROM pragma_table_list"
                + " WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                FoundSchema::entry);
    }

    /** The table that SQLite takes a name for, which does not tell large letters from small ones; null where there is none. */
    static Entry entry(Connection connection, String name) throws SQLException {
        List<Entry> entries = query(connection, "SELECT name, type, wr, strict FROM pragma_table_list"
                + " WHERE schema = 'main' AND name = ? COLLATE NOCASE AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                FoundSchema::entry, name);
        return entries.isEmpty() ? null : entries.get(0);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        boolean view = row.getString(2).equals("view");
        return new Entry(row.getString(1), view, !view && !row.getBoolean(3), row.getBoolean(4));
    }

    /** @throws SQLException also for what this SQLite cannot read, as a virtual table of a module that it does not have */
    static FoundTable describe(Connection connection, Database database, Entry entry) throws SQLException {
        List<Column> all = query(connection,
                "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?, 'main') ORDER BY cid",
                row -> new Column(row.getString(1), row.getString(2), row.getBoolean(3), row.getInt(4),
                        row.getInt(5)),
                entry.name());
        ColumnDescription number = entry.rowNumbers() ? rowNumber(all) : null;
        List<ColumnDescription> columns = new ArrayList<>();
        for (Column column : all) {
            if (column.hidden() != HIDDEN) {
                columns.add(describe(column, entry, columns.size()));
            }
        }
        List<Column> key = all.stream().filter(column -> column.key() > 0)
                .sorted(Comparator.comparing(Column::key)).toList();
        List<ColumnDescription> keys = key.stream().map(Column::name)
                .map(name -> columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow())
                .toList();
        if (keys.isEmpty() && number != null) {
            columns.add(0, number);
            keys = List.of(number);
        }
        List<ColumnDescription> ordering = keys;
        boolean tellsRowsApart = !keys.isEmpty();
        if (tellsRowsApart && mayRepeat(connection, entry, key)) {
            tellsRowsApart = number != null;
            ordering = number == null ? keys : Stream.concat(keys.stream(), Stream.of(number)).toList();
        }
        return new FoundTable(database, entry.name(), entry.view(), "main." + quoted(entry.name()) + " AS " + ALIAS,
                List.copyOf(columns), keys, tellsRowsApart ? ordering : List.copyOf(columns), tellsRowsApart);
    }

    /** Whether a key may be there more than once, as one with NULL in it may, but where it is the number of the row. */
    private static boolean mayRepeat(Connection connection, Entry entry, List<Column> key) throws SQLException {
        if (!entry.rowNumbers() || key.stream().allMatch(Column::notNull)) {
            return false;
        }
        // The number of the row needs no index of its own; INTEGER PRIMARY KEY DESC is no such number.
        return !query(connection, "SELECT 1 FROM pragma_index_list(?, 'main') WHERE origin = 'pk'",
                row -> row.getInt(1), entry.name()).isEmpty();
    }

    /** Null where columns have all its names. */
    private static ColumnDescription rowNumber(List<Column> columns) {
        Set<String> taken = columns.stream().map(column -> folded(column.name())).collect(Collectors.toSet());
        return ROW_NUMBERS.stream().filter(name -> !taken.contains(name)).findFirst()
                .map(name -> ColumnDescription.found(name, ALIAS + '.' + name, "row", ColumnType.INTEGER, true,
                        "The number by which SQLite knows the row; VACUUM may give it another"))
                .orElse(null);
    }

    /** Compared byte by byte, whatever collation the column has: it may be one that only the program has which made the table. */
    private static ColumnDescription describe(Column column, Entry entry, int position) {
        return ColumnDescription.found(column.name(), ALIAS + '.' + quoted(column.name()) + " COLLATE BINARY",
                "c" + position, type(column.type(), entry.strict()), column.key() > 0,
                column.type().isEmpty() ? "Declared without a type" : "Declared as " + column.type());
    }

    /** By the affinity that SQLite gives a declared type (Datatypes In SQLite, section 3.1). */
    private static ColumnType type(String declared, boolean strict) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (strict && type.equals("ANY")) {
            return ColumnType.ANY;
        }
        if (type.contains("INT")) {
            return ColumnType.INTEGER;
        }
        if (Stream.of("CHAR", "CLOB", "TEXT").anyMatch(type::contains)) {
            return ColumnType.TEXT;
        }
        if (type.contains("BLOB")) {
            return ColumnType.ANY;
        }
        return Stream.of("REAL", "FLOA", "DOUB").anyMatch(type::contains) ? ColumnType.REAL : ColumnType.ANY;
    }

    /** With small letters in place of A to Z, the only ones that SQLite takes for the same in names. */
    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return folded.toString();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private interface EachRow<T> {
        T take(ResultSet row) throws SQLException;
    }

    private static <T> List<T> query(Connection connection, String sql, EachRow<T> each, Object... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement select = Statements.prepare(connection, sql, values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(each.take(row));
            }
        }
        return found;
    }
}
