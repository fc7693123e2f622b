package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.adoption.Table.Column;

/** What programs do on a file, each in a transaction that is undone. */
final class Programs {
    private final Connection connection;

    Programs(Connection connection) {
        this.connection = connection;
    }

    interface Work {
        void run() throws SQLException;
    }

    /** Others insert, replace and update with the columns that they know. Foreign keys are off, as in most of them. */
    void others(Table known) throws SQLException {
        execute(connection, "PRAGMA foreign_keys = OFF");
        String table = Table.quoted(known.name());
        List<Column> given = known.columns().values().stream().filter(column -> !column.computed()).toList();
        String columns = names(given);
        undone(() -> {
            execute(connection,
                    "INSERT OR REPLACE INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + table);
            for (Column column : given) {
                execute(connection, "UPDATE OR IGNORE " + table + " SET " + Table.quoted(column.name()) + " = "
                        + Table.quoted(column.name()));
            }
        });
        Set<String> unique = new LinkedHashSet<>(strings(connection,
                "SELECT (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno DESC LIMIT 1) FROM pragma_index_list('"
                        + known.name().replace("'", "''") + "') l WHERE l.\"unique\""));
        List<Column> written = given.stream().filter(column -> !known.isRowNumber(column)).toList();
        String values = written.stream().map(column -> {
            String name = Table.quoted(column.name());
            return !unique.contains(column.name())
                    ? name
                    : "CASE typeof(" + name + ") WHEN 'null' THEN NULL WHEN 'text' THEN " + name
                            + " || '-new' WHEN 'blob' THEN randomblob(20) ELSE random() % 1000000000 + 0.5 END";
        }).collect(Collectors.joining(", "));
        if (written.isEmpty()) {
            return;
        }
        undone(() -> execute(connection,
                "INSERT INTO " + table + " (" + names(written) + ") SELECT " + values + " FROM "
                        + table + " ORDER BY 1 LIMIT 1"));
    }

    /** With foreign keys on, every statement can be run on a table; what it does to rows without their parents may be refused. */
    void withForeignKeys(Table table) throws SQLException {
        execute(connection, "PRAGMA foreign_keys = ON");
        List<Column> given = table.columns().values().stream().filter(column -> !column.computed()).toList();
        String name = Table.quoted(table.name());
        check("INSERT OR IGNORE INTO " + name + " (" + names(given) + ") SELECT " + names(given) + " FROM " + name);
        for (Column column : given) {
            check("UPDATE " + name + " SET " + Table.quoted(column.name()) + " = " + Table.quoted(column.name()));
        }
        check("DELETE FROM " + name);
    }

    private void check(String sql) throws SQLException {
        undone(() -> {
            try {
                execute(connection, sql);
            } catch (SQLException e) {
                assertThat(e.getMessage()).as(sql).contains("constraint failed");
            }
        });
    }

    /**
     * The service adds a row, changes it and removes it: all of its columns, of which those that may be NULL are, or none is.
     *
     * @param there the table as it is, whose references the row keeps
     */
    void service(Table own, Table there, boolean full) throws SQLException {
        execute(connection, "PRAGMA foreign_keys = ON");
        Map<String, Object> row = values(own, full);
        if (there.withoutRowid()) {
            // NULL is no key there, whatever a row of ours may have.
            there.keyColumns().stream().map(column -> own.column(column.name()))
                    .forEach(column -> row.put(column.name(), value(column)));
        }
        // No text can be the number of a row: a finding says so.
        if (row.keySet().stream().anyMatch(column -> there.isRowNumber(there.column(column)))) {
            return;
        }
        if (!refer(row, own, there)) {
            return;
        }
        String table = Table.quoted(own.name());
        String sql = insert(own, row);
        undone(() -> {
            try {
                long others = count(table);
                assertThat(run(sql, row.values())).isEqualTo(1);
                List<Object> key = new ArrayList<>();
                String where = " WHERE rowid = ?";
                if (there.withoutRowid()) {
                    there.keyColumns().forEach(column -> key.add(row.get(Table.lower(column.name()))));
                    where = there.keyColumns().stream().map(column -> Table.quoted(column.name()) + " IS ?")
                            .collect(Collectors.joining(" AND ", " WHERE ", ""));
                } else {
                    key.add(Long.valueOf(strings(connection, "SELECT last_insert_rowid()").get(0)));
                }
                List<Object> values = new ArrayList<>(row.values());
                values.addAll(key);
                assertThat(run("UPDATE " + table + " SET "
                        + row.keySet().stream().map(name -> Table.quoted(name) + " = ?")
                                .collect(Collectors.joining(", "))
                        + where, values)).isEqualTo(1);
                if (row.equals(values(own, full))) {
                    assertThat(run("DELETE FROM " + table + where, key)).isEqualTo(1);
                    assertThat(count(table)).isEqualTo(others);
                } // Else orphans may have found their parent in it.
            } catch (SQLException e) {
                fail(there.sql() + ": " + sql + " " + row, e);
            }
        });
    }

    /** The service adds a row with a value in each of its columns; says whether there was a parent for each that must have one. */
    boolean add(Table own, Table there) throws SQLException {
        execute(connection, "PRAGMA foreign_keys = ON");
        Map<String, Object> row = values(own, true);
        return refer(row, own, there) && run(insert(own, row), row.values()) == 1;
    }

    private static String insert(Table own, Map<String, Object> row) {
        return "INSERT INTO " + Table.quoted(own.name()) + " ("
                + row.keySet().stream().map(Table::quoted).collect(Collectors.joining(", ")) + ") VALUES ("
                + row.keySet().stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private static Map<String, Object> values(Table own, boolean full) {
        Map<String, Object> row = new LinkedHashMap<>();
        own.columns().values().stream().filter(column -> !own.isRowNumber(column)).forEach(
                column -> row.put(column.name(), full || column.notNull() ? value(column) : null));
        return row;
    }

    /** Gives the columns that refer to parents the values of some, or NULL; says whether that could be done. */
    private boolean refer(Map<String, Object> row, Table own, Table there) throws SQLException {
        Set<String> referring = new LinkedHashSet<>();
        for (String[] reference : references(there)) {
            Column column = own.column(reference[0]);
            if (column == null || own.isRowNumber(column)) {
                if (column != null) {
                    // SQLite gives the number, and no parent has it.
                    return false;
                }
                continue;
            }
            if (row.get(column.name()) == null) {
                continue;
            }
            Object parent = reference[3].equals("1") ? parent(there, reference) : null;
            if (parent == null || !referring.add(column.name())) {
                if (column.notNull() || column.key() > 0) {
                    return false;
                }
                parent = null;
            }
            row.put(column.name(), parent);
        }
        return true;
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(strings(connection, "SELECT count(*) FROM " + table).get(0));
    }

    private int run(String sql, Collection<?> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Object value : values) {
                statement.setObject(at++, value);
            }
            return statement.executeUpdate();
        }
    }

    /**
     * A value that a parent has and a column of any type keeps, and no row of the table has yet; null where there is none. A text that can
     * be read as a number is none: a column of numbers makes one of it, and that need not be the parent's text any more.
     */
    private Object parent(Table there, String[] reference) throws SQLException {
        String parent = Table.quoted(reference[2]);
        String child = Table.quoted(reference[0]);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + parent + " FROM " + Table.quoted(reference[1])
                        + " WHERE (typeof(" + parent + ") = 'text' AND " + parent + " GLOB '[a-z]*' OR typeof(" + parent
                        + ") = 'integer' AND abs("
                        + parent + " / 2) < 1000000000) AND " + parent + " NOT IN (SELECT " + child + " FROM "
                        + Table.quoted(there.name()) + " WHERE " + child + " IS NOT NULL)")) {
            return row.next() ? row.getObject(1) : null;
        }
    }

    private static Object value(Column column) {
        if (column.name().equals("state")) {
            return "in_progress";
        }
        return switch (Affinity.of(column.type())) {
            case INTEGER -> 987_654_321L;
            case TEXT -> "a value of the service";
            case BLOB -> new byte[]{1};
            default -> 98765.4321;
        };
    }

    /** Of each column that refers: its name, the parent's table and column, and how many columns refer together. */
    private List<String[]> references(Table table) throws SQLException {
        try (PreparedStatement list = connection.prepareStatement("SELECT l.\"from\", l.\"table\", coalesce(l.\"to\","
                + " (SELECT name FROM pragma_table_info(l.\"table\") WHERE pk = l.seq + 1)),"
                + " (SELECT count(*) FROM pragma_foreign_key_list(?) o WHERE o.id = l.id)"
                + " FROM pragma_foreign_key_list(?) l")) {
            list.setString(1, table.name());
            list.setString(2, table.name());
            List<String[]> references = new ArrayList<>();
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    Column column = table.column(rows.getString(1));
                    references.add(new String[]{column.name(), rows.getString(2), rows.getString(3),
                            rows.getString(4)});
                }
            }
            return references;
        }
    }

    private void undone(Work work) throws SQLException {
        execute(connection, "BEGIN");
        try {
            work.run();
        } finally {
            execute(connection, "ROLLBACK");
        }
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(column -> Table.quoted(column.name())).collect(Collectors.joining(", "));
    }
}
