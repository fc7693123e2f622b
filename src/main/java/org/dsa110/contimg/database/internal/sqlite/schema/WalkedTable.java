package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a statement that fills a table from all rows of another. For GROUP BY SQLite walks along an index that has the order, and looks for
 * each row at another place of the table: with more rows than fit into its cache it is many times faster to read the table from one end to
 * the other, and to sort (of 10,000,000 rows 7 s instead of 96). NOT INDEXED says so; it gets into a statement that is not ours to change
 * by a view in the temporary schema, where SQLite looks for a name first. Not thread-safe.
 */
public final class WalkedTable {
    /** Through all of it, or through all that has a value. */
    private static final Pattern WALK = Pattern.compile("(?:SCAN|SEARCH) (\\w+) USING INDEX \\w+(?: \\(\\w+>\\?\\))?");

    /** The same, or without an index, or with one that has all that is asked for. */
    private static final Pattern ALL = Pattern.compile(
            "(?:SCAN|SEARCH) (\\w+)(?: USING (?:COVERING )?INDEX \\w+(?: \\(\\w+>\\?\\))?)?");

    private final Connection connection;
    private final String sql;

    /** @param sql the statement */
    public WalkedTable(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** Runs it. */
    public void run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String table = table();
            if (table != null) {
                statement.executeUpdate(
                        "CREATE TEMP VIEW " + table + " AS SELECT * FROM main." + table + " NOT INDEXED");
            }
            statement.executeUpdate(sql);
            if (table != null) {
                statement.executeUpdate("DROP VIEW temp." + table);
            }
        }
    }

    /** Whether it reads all rows of a table of the file, which takes as long as that is large. */
    public boolean readsAll() throws SQLException {
        return first(ALL) != null;
    }

    /** @return the one that is walked along an index; null for none */
    private String table() throws SQLException {
        return sql.startsWith("INSERT") ? first(WALK) : null;
    }

    /** @return the first table of the file that is read so; null for none */
    private String first(Pattern way) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet steps = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (steps.next()) {
                Matcher read = way.matcher(steps.getString("detail"));
                if (read.matches() && isTable(read.group(1))) {
                    return read.group(1);
                }
            }
        }
        return null;
    }

    /** And not another name for one, which the statement gives it. */
    private boolean isTable(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '" + name
                                + "' COLLATE NOCASE")) {
            return row.next();
        }
    }
}
