package org.dsa110.contimg.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.TemporaryFolder;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Writes histories of migrations without running these. Flyway can note one such row, a baseline, in which the versions before it are not
 * known any more. So it runs the migrations on a database that is thrown away, and what it has noted there is copied: all histories of a
 * file in one transaction, so that a crash leaves none or all. Thread-safe.
 */
@ApplicationScoped
class HistoryStamp {
    private final DatabaseFiles files;
    private final Flyways flyways;

    HistoryStamp(DatabaseFiles files, Flyways flyways) {
        this.files = files;
        this.flyways = flyways;
    }

    /** One history: the statements that make its table and indexes, its columns, and its rows. */
    private record History(String table, List<String> made, List<List<Object>> rows) {
    }

    /**
     * Says of a file that all migrations were run, for those databases that have no history there yet.
     *
     * @throws DatabaseException if it cannot be written
     */
    void complete(Location location, List<Database> databases, Map<Database, Location> locations) {
        write(location, histories(databases, locations, MigrationVersion.LATEST), false);
    }

    /**
     * Says of a file that the migrations up to a version were run, whatever it said before.
     *
     * @throws DatabaseException if it cannot be written
     */
    void replace(Database database, Map<Database, Location> locations, MigrationVersion last) {
        write(locations.get(database), histories(List.of(database), locations, last), true);
    }

    /** What is pending of databases by their histories, and that all of it was run, whatever was said before. */
    DatabaseFiles.Completion completion(List<Database> databases, Map<Database, Location> locations) {
        List<History> histories = histories(databases, locations, MigrationVersion.LATEST);
        return new DatabaseFiles.Completion() {
            @Override
            public List<String> pending(Connection connection) throws SQLException {
                List<String> scripts = new ArrayList<>();
                for (Database database : databases) {
                    scripts.addAll(flyways.files(database, locations).scripts(
                            version(connection, flyways.history(database)), MigrationVersion.LATEST));
                }
                return scripts;
            }

            @Override
            public void finish(Connection connection) throws SQLException {
                write(connection, histories, true);
            }
        };
    }

    /** The highest that was run; 0 where none was. */
    private static MigrationVersion version(Connection connection, String table) throws SQLException {
        MigrationVersion highest = MigrationVersion.fromVersion("0");
        if (isThere(connection, table)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT version FROM \"" + table + "\" WHERE success AND version IS NOT NULL")) {
                while (row.next()) {
                    MigrationVersion version = MigrationVersion.fromVersion(row.getString(1));
                    highest = version.compareTo(highest) > 0 ? version : highest;
                }
            }
        }
        return highest;
    }

    private List<History> histories(List<Database> databases, Map<Database, Location> locations,
            MigrationVersion last) {
        List<History> histories = new ArrayList<>();
        try {
            Path folder = TemporaryFolder.make("contimg-db-");
            try {
                for (Database database : databases) {
                    Location scratch = new Location.File(folder.resolve(database + ".sqlite3"));
                    flyways.on(files.migrations(scratch), database, locations).target(last).load().migrate();
                    try (Connection connection = files.migrations(scratch).getConnection()) {
                        histories.add(read(connection, flyways.history(database)));
                    }
                }
            } finally {
                remove(folder);
            }
            return histories;
        } catch (IOException | SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot make a history of migrations: "
                            + (e instanceof IOException io ? FileFailure.sentence(io) : e.getMessage()),
                    e);
        }
    }

    private static History read(Connection connection, String table) throws SQLException {
        List<String> made = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet parts = statement.executeQuery("SELECT sql FROM sqlite_schema WHERE tbl_name = '" + table
                    + "' AND sql IS NOT NULL ORDER BY type DESC")) {
                while (parts.next()) {
                    made.add(parts.getString(1));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + "\" ORDER BY installed_rank")) {
                while (row.next()) {
                    List<Object> values = new ArrayList<>();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        values.add(row.getObject(column));
                    }
                    rows.add(values);
                }
            }
        }
        return new History(table, made, rows);
    }

    private void write(Location location, List<History> histories, boolean anew) {
        // The transaction has the write lock from its beginning.
        try (Connection connection = files.migrations(location).getConnection()) {
            connection.setAutoCommit(false);
            try {
                write(connection, histories, anew);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot write the history of migrations of " + location + ": " + e.getMessage(), e);
        }
    }

    private static void write(Connection connection, List<History> histories, boolean anew) throws SQLException {
        for (History history : histories) {
            boolean there = isThere(connection, history.table());
            if (!there || anew) {
                write(connection, history, there);
            }
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM pragma_table_info('" + table + "')")) {
            return count.next() && count.getInt(1) > 0;
        }
    }

    private static void write(Connection connection, History history, boolean there) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (there) {
                statement.executeUpdate("DELETE FROM \"" + history.table() + '"');
            } else {
                for (String sql : history.made()) {
                    statement.executeUpdate(sql);
                }
            }
        }
        for (List<Object> row : history.rows()) {
            String places = "?" + ", ?".repeat(row.size() - 1);
            try (PreparedStatement insert = connection
                    .prepareStatement("INSERT INTO \"" + history.table() + "\" VALUES (" + places + ")")) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.executeUpdate();
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
