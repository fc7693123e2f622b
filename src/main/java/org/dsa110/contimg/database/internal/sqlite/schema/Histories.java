package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables in which Flyway notes the migrations that were run. Thread-safe.
 *
 * @param known how many migrations of each this program has
 */
record Histories(Map<String, Integer> known) {
    static Histories of(Map<String, List<String>> migrations) {
        return new Histories(migrations.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, history -> history.getValue().size())));
    }

    /**
     * Whether more migrations were run than this program has. Where a file held other databases already, Flyway begins the history with a
     * version 0 that is no migration.
     */
    boolean areAhead(Connection connection) throws SQLException {
        for (Map.Entry<String, Integer> history : known.entrySet()) {
            String table = '"' + history.getKey() + '"';
            if (count(connection, "SELECT count(*) FROM pragma_table_info('" + history.getKey() + "')") > 0
                    && count(connection,
                            "SELECT count(*) FROM " + table
                                    + " WHERE success AND version IS NOT NULL AND version <> '0'") > history
                                            .getValue()) {
                return true;
            }
        }
        return false;
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
