package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Asks SQLite about the tables of a connection's main schema. */
final class Pragmas {
    private static final String OTHER_IS_BROKEN = "error in ";

    private Pragmas() {
    }

    /** What is thrown where a file is not such that a change can be done: as SQLite throws it, so that nobody need tell the two apart. */
    static SQLiteException refusal(String message) {
        return new SQLiteException(message, SQLiteErrorCode.SQLITE_ERROR);
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
            throw refusal("there is no table " + table);
        }
        return statement;
    }

    static boolean hasColumn(Connection connection, String table, String column) throws SQLException {
        return !list(connection, "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE name = ? COLLATE NOCASE", table,
                column).isEmpty();
    }

    /** Its foreign keys in words, one for each: what refers to what, and what becomes of the rows. */
    static Map<String, String> references(Connection connection, String table) throws SQLException {
        Map<String, String> actions = new TreeMap<>();
        for (String reference : list(connection,
                "SELECT lower(group_concat(\"from\" || '>' || coalesce(\"to\", '')) || '>' || \"table\" || '\n'"
                        + " || on_delete || ' ' || on_update)"
                        + " FROM (SELECT * FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq) GROUP BY id",
                table)) {
            int end = reference.lastIndexOf('\n');
            actions.put(reference.substring(0, end), reference.substring(end + 1));
        }
        return actions;
    }

    /**
     * Renames something, in all that names it too. SQLite refuses that wherever a view or a trigger of another program is broken,
     * whatever that is about, and can be told not to look: then nobody has seen that what came of it can be read, so that is tried here.
     *
     * @param sql of ALTER TABLE
     */
    static void rename(Connection connection, String sql) throws SQLException {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains(OTHER_IS_BROKEN)) {
                throw e;
            }
            execute(connection, "SAVEPOINT contimg_rename");
            try {
                with(connection, "writable_schema", () -> {
                    execute(connection, sql);
                    execute(connection, "PRAGMA writable_schema = RESET");
                    list(connection, "SELECT count(*) FROM sqlite_schema");
                });
            } catch (SQLException unreadable) {
                execute(connection, "ROLLBACK TO contimg_rename");
                throw unreadable;
            } finally {
                execute(connection, "RELEASE contimg_rename");
            }
        }
    }

    /** Does something while a setting of the connection is on; then it is as it was before. */
    static void with(Connection connection, String pragma, Action action) throws SQLException {
        String before = list(connection, "PRAGMA " + pragma).get(0);
        execute(connection, "PRAGMA " + pragma + " = ON");
        try {
            action.run();
        } finally {
            execute(connection, "PRAGMA " + pragma + " = " + before);
        }
    }

    /** What is done with the connection. */
    interface Action {
        void run() throws SQLException;
    }
}
