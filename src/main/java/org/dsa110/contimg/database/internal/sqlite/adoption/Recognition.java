package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.FileState;

/**
 * Tells whose a database is by its columns, as no program of the pipeline has ever written a version. A table counts as one of ours if it
 * has every column that ours cannot be without, and at least three of ours: queues in the field have 6 of our 13, and others add
 * their own. One such table makes the database ours.
 *
 * @param wanted the tables that the migrations make, by name in lower case
 * @param histories the tables that hold the histories of migrations
 */
record Recognition(Map<String, Table> wanted, Set<String> histories) {
    private static final int ENOUGH = 3;

    FileState of(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema")) {
            while (rows.next()) {
                names.add(Table.lower(rows.getString(1)));
            }
        }
        if (names.isEmpty()) {
            return FileState.EMPTY;
        }
        if (histories.stream().anyMatch(history -> names.contains(Table.lower(history)))) {
            return FileState.VERSIONED;
        }
        Map<String, Table> tables = Table.all(connection);
        return wanted.entrySet().stream().anyMatch(table -> isOurs(tables.get(table.getKey()), table.getValue()))
                ? FileState.UNVERSIONED
                : FileState.FOREIGN;
    }

    private static boolean isOurs(Table found, Table wanted) {
        if (found == null) {
            return false;
        }
        long shared = wanted.columns().keySet().stream().filter(found.columns()::containsKey).count();
        return shared >= ENOUGH && wanted.columns().values().stream()
                .filter(column -> column.key() > 0 || column.notNull() && !column.hasDefault())
                .allMatch(column -> found.column(column.name()) != null);
    }
}
