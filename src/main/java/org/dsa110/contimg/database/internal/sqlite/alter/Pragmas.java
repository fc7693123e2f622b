package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks SQLite about the tables of a connection's main schema. */
final class Pragmas {
    private Pragmas() {
    }

    /** A name as SQL. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    static List<String> list(Connection connection, String sql, String... values) throws SQLException {
        List<String> list = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(rows.getString(1));
                }
            }
        }
        return list;
    }

    /** The statement that makes a table; null where there is no such table. */
    static String statement(Connection connection, String table) throws SQLException {
        List<String> found = list(connection,
                "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE", table);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The same of a table that is to be changed. */
    static String needed(Connection connection, String table) throws SQLException {
        String statement = statement(connection, table);
        if (statement == null) {
            throw new SQLException("there is no table " + table);
        }
        return statement;
    }

    static boolean hasColumn(Connection connection, String table, String column) throws SQLException {
        return !list(connection, "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE name = ? COLLATE NOCASE", table,
                column).isEmpty();
    }

    /** Its foreign keys in words, one for each. */
    static List<String> references(Connection connection, String table) throws SQLException {
        return list(connection,
                "SELECT lower(group_concat(\"from\" || '>' || coalesce(\"to\", '')) || '>' || \"table\")"
                        + " FROM (SELECT * FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq) GROUP BY id",
                table);
    }

    /** Does something while a setting of the connection is on that is off otherwise. */
    static void with(Connection connection, String pragma, Action action) throws SQLException {
        execute(connection, "PRAGMA " + pragma + " = ON");
        try {
            action.run();
        } finally {
            execute(connection, "PRAGMA " + pragma + " = OFF");
        }
    }

    /** What is done with the connection. */
    interface Action {
        void run() throws SQLException;
    }
}
