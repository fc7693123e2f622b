package org.dsa110.contimg;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.sqlite.JDBC;

/** A table of a file as other programs change it, Alembic's batch mode and sqlite-utils among them: it is made anew. */
public final class RebuiltTable {
    private RebuiltTable() {
    }

    /**
     * Copies a table into a new one, drops it, and gives the new one its name, in one transaction.
     *
     * @param replaced what is another in the statement that makes the new one: a text, and what it has in its place, and so on
     */
    public static void rebuild(Path file, String table, String... replaced) throws SQLException {
        try (Connection connection = connect(file)) {
            String sql = strings(connection, "SELECT sql FROM sqlite_schema WHERE name = '" + table + "'").get(0);
            for (int i = 0; i < replaced.length; i += 2) {
                if (!sql.contains(replaced[i])) {
                    throw new IllegalArgumentException("there is no " + replaced[i] + " in " + sql);
                }
                sql = sql.replace(replaced[i], replaced[i + 1]);
            }
            String made = "_tmp_" + table;
            execute(connection, "BEGIN IMMEDIATE");
            execute(connection, sql.replaceFirst("TABLE \"?" + table + "\"?", "TABLE " + made));
            String columns = String.join(", ",
                    strings(connection, "SELECT name FROM pragma_table_info('" + made + "')"));
            execute(connection, "INSERT INTO " + made + " SELECT " + columns + " FROM " + table);
            execute(connection, "DROP TABLE " + table);
            execute(connection, "ALTER TABLE " + made + " RENAME TO " + table);
            execute(connection, "COMMIT");
        }
    }

    /** A connection of another program. */
    public static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file + "?busy_timeout=30000", new Properties());
    }

    /** A measurement of a source by another program, at declination 5. */
    public static void measure(Connection connection, String source, double ra) throws SQLException {
        execute(connection,
                "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at) VALUES ('"
                        + source + "', 'i', " + ra + ", 5, 1, 1)");
    }

    /** The first column of all rows. */
    public static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
