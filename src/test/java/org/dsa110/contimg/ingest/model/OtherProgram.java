package org.dsa110.contimg.ingest.model;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.TreeMap;

import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/** A program that has nothing but the file, writes into it what it likes, and sees what is there. */
final class OtherProgram implements AutoCloseable {
    private final Connection connection;

    OtherProgram(Path file) throws SQLException {
        connection = JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000&synchronous=NORMAL",
                new Properties());
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Statements in one text, triggers among them. */
    void run(String script) throws SQLException {
        connection.unwrap(SQLiteConnection.class).getDatabase()._exec(script);
    }

    /** A row of the queue with its files, in one transaction. */
    void insert(String verb, String group, String state, Collection<String> paths) throws SQLException {
        execute("BEGIN IMMEDIATE", verb + " INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('"
                + group + "', '" + state + "', 1, 1)");
        for (String path : paths) {
            execute("INSERT OR REPLACE INTO subband_files (group_id, subband_idx, path) VALUES ('" + group + "', "
                    + Integer.parseInt(path.replaceAll(".*_sb(..).*", "$1")) + ", '" + path + "')");
        }
        execute("COMMIT");
    }

    /** The second column of a query by its first, which is a key; null is a value. */
    TreeMap<String, String> pairs(String sql) throws SQLException {
        TreeMap<String, String> pairs = new TreeMap<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                pairs.put(row.getString(1), row.getString(2));
            }
        }
        return pairs;
    }

    double number(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the only row; null where there is none. */
    String text(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
