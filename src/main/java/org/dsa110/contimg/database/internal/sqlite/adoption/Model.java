package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dsa110.contimg.database.internal.sqlite.alter.Clause;
import org.sqlite.JDBC;

/** The schema of a file in memory, without its rows: where a plan is tried, and SQLite asked what it makes of it. Not thread-safe. */
final class Model implements AutoCloseable {
    private static final String SCRATCH = "\"contimg reference\"";

    private final Connection connection;
    /** What could not be made here, as it needs functions or collations of another program; in lower case. */
    private final Set<String> unknown = new HashSet<>();

    private Model(Connection connection) {
        this.connection = connection;
    }

    static Model of(Connection file) throws SQLException {
        Model model = new Model(JDBC.createConnection("jdbc:sqlite::memory:", new Properties()));
        try (Statement read = file.createStatement();
                ResultSet rows = read.executeQuery("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type <> 'table', type <> 'index', rowid")) {
            while (rows.next()) {
                model.make(rows.getString(1), rows.getString(2));
            }
            return model;
        } catch (SQLException e) {
            model.close();
            throw e;
        }
    }

    private void make(String name, String sql) {
        try {
            run(sql);
        } catch (SQLException e) {
            unknown.add(Table.lower(name));
        }
    }

    Connection connection() {
        return connection;
    }

    /** Whether the table is there, and its form not known here. */
    boolean isUnknown(String table) {
        return unknown.contains(Table.lower(table));
    }

    Map<String, Table> tables() throws SQLException {
        return Table.all(connection);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Whether SQLite can check a foreign key: its parent is a table, and what it refers to is a unique key there. */
    boolean canCheck(Clause reference, Set<String> tables) throws SQLException {
        if (isUnknown(reference.parent())) {
            return true;
        }
        if (!tables.contains(Table.lower(reference.parent()))) {
            return false;
        }
        // Columns of its own, as a reference may name one of the table twice.
        String columns = IntStream.range(0, reference.columns().size()).mapToObj(i -> "c" + i)
                .collect(Collectors.joining(", "));
        run("CREATE TABLE " + SCRATCH + " (" + columns + ", FOREIGN KEY (" + columns + ") " + reference.sql() + ")");
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("PRAGMA foreign_key_check(" + SCRATCH + ")").close();
            return true;
        } catch (SQLException mismatch) {
            return false;
        } finally {
            run("DROP TABLE " + SCRATCH);
        }
    }

    /** Whether a condition is broken by a row that has in its columns their defaults. */
    boolean isBroken(Clause check, Table table) {
        String columns = table.columns().values().stream()
                .map(column -> (column.fallback() == null ? "NULL" : "(" + column.fallback() + ")") + " AS "
                        + Table.quoted(column.name()))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT NOT coalesce(" + check.sql() + ", 1) FROM (SELECT " + columns + ")")) {
            return row.getBoolean(1);
        } catch (SQLException unknownHere) {
            return true;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
