package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a table anew by another statement, and copies its rows, as SQLite describes it (ALTER TABLE, section 7, the 12 steps). All else stays:
 * the numbers of rows, also those that are no column; what AUTOINCREMENT has given out; indexes and triggers, whoever made them, by their
 * own statements; views, and foreign keys of other tables, which name the table. A trigger fires for none of it. Rows that break a CHECK
 * of the table stay too. Not thread-safe.
 */
final class TableRebuild {
    private final Connection connection;
    private final String table;
    private final String made;

    TableRebuild(Connection connection, String table) throws SQLException {
        this.connection = connection;
        this.table = Pragmas.list(connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE", table).get(0);
        this.made = "contimg new " + this.table;
    }

    /** @param statement that makes the table as it is to be, under its own name; the columns that it has are all in it */
    void run(String statement) throws SQLException {
        if (!Pragmas.list(connection, "PRAGMA foreign_keys").equals(List.of("0"))) {
            throw Pragmas.refusal("table " + table + " can be made anew where foreign keys are not enforced only,"
                    + " as rows that refer to it would go with it");
        }
        List<String> parts = Pragmas.list(connection, "SELECT sql FROM sqlite_schema WHERE tbl_name = ? COLLATE NOCASE"
                + " AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid", table);
        List<String> columns = names(table);
        List<String> sequence = sequence();
        Token name = TableText.ofFile(statement).name();
        Pragmas.execute(connection, new StringBuilder(statement)
                .replace(name.start(), name.end(), Pragmas.quoted(made)).toString());
        if (!lower(names(made)).containsAll(lower(columns))) {
            throw Pragmas.refusal("table " + table + " would lose a column by " + statement);
        }
        Pragmas.with(connection, "ignore_check_constraints", this::copy);
        Pragmas.execute(connection, "DROP TABLE main." + Pragmas.quoted(table));
        // So that views, triggers and foreign keys go on naming the table, and none is looked at that is broken anyway.
        Pragmas.with(connection, "legacy_alter_table", () -> Pragmas.execute(connection,
                "ALTER TABLE " + Pragmas.quoted(made) + " RENAME TO " + Pragmas.quoted(table)));
        for (String highest : sequence) {
            Pragmas.execute(connection, "DELETE FROM sqlite_sequence WHERE name = " + literal(table));
            Pragmas.execute(connection,
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (" + literal(table) + ", " + highest + ")");
        }
        for (String part : parts) {
            Pragmas.execute(connection, part);
        }
    }

    private void copy() throws SQLException {
        List<String> copied = new ArrayList<>(stored());
        String number = rowNumber();
        if (number != null) {
            copied.add(0, number);
        }
        String columns = String.join(", ", copied);
        Pragmas.execute(connection, "INSERT INTO " + Pragmas.quoted(made) + " (" + columns + ") SELECT " + columns
                + " FROM main." + Pragmas.quoted(table));
    }

    /** The columns that hold something; those that are computed are computed anew. */
    private List<String> stored() throws SQLException {
        return Pragmas.list(connection,
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0",
                table);
    }

    /** A name by which the number of a row can be copied; null where it has none, or a column is that number. */
    private String rowNumber() throws SQLException {
        boolean without = Pragmas.list(connection,
                "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", table).equals(List.of("1"));
        // Only a key that is the number of the row has no index of its own, and one column.
        boolean isColumn = !Pragmas
                .list(connection, "SELECT name FROM pragma_table_info(?, 'main') WHERE pk > 0", table)
                .isEmpty()
                && Pragmas.list(connection, "SELECT name FROM pragma_index_list(?, 'main') WHERE origin = 'pk'", table)
                        .isEmpty();
        if (without || isColumn) {
            return null;
        }
        List<String> taken = Stream.concat(lower(names(table)).stream(), lower(names(made)).stream()).toList();
        return Stream.of("rowid", "_rowid_", "oid").filter(name -> !taken.contains(name)).findFirst().orElse(null);
    }

    private List<String> sequence() throws SQLException {
        boolean any = !Pragmas.list(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").isEmpty();
        return any ? Pragmas.list(connection, "SELECT seq FROM sqlite_sequence WHERE name = ?", table) : List.of();
    }

    private List<String> names(String of) throws SQLException {
        return Pragmas.list(connection, "SELECT name FROM pragma_table_xinfo(?, 'main')", of);
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toList());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
