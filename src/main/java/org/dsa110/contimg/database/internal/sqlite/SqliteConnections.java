package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.RegularFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;

/** Opens connections that have the settings of this program, and looks whether these took. Thread-safe. */
final class SqliteConnections {
    static final String URL = "jdbc:sqlite:";
    private static final Map<String, String> SYNCHRONOUS_LEVELS = Map.of("NORMAL", "1", "FULL", "2");
    /** How many prepared statements wait for the next that prepares the same text; of a reader, of which there are several. */
    private static final int WRITER_STATEMENTS = 128;
    private static final int READER_STATEMENTS = 32;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What the names of the files of a database end in. */
    private static final List<String> PARTS = List.of("", "-wal", "-shm", "-journal");

    private final DatabaseConfig config;
    private final SqliteOptions options;

    SqliteConnections(DatabaseConfig config, SqliteOptions options) {
        this.config = config;
        this.options = options;
    }

    /**
     * Opens a connection that writes.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    SqliteConnection writer(Location location) {
        SQLiteConfig settings = common(options.writer().cacheKib());
        // The file is there once its migrations ran. One that has gone since then must be missed, not made anew and empty.
        settings.resetOpenMode(SQLiteOpenMode.CREATE);
        settings.setSynchronous(SynchronousMode.valueOf(options.synchronous().name()));
        Map<String, String> expected = expected();
        expected.put("synchronous", SYNCHRONOUS_LEVELS.get(options.synchronous().name()));
        if (location instanceof Location.File) {
            settings.setJournalMode(JournalMode.WAL);
            settings.setJournalSizeLimit(Math.toIntExact(options.wal().restartSize().asLongValue()));
            // SQLite itself would do it within a commit, for which callers wait; Checkpoints does it between batches.
            settings.setPragma(Pragma.WAL_AUTOCHECKPOINT, "0");
            expected.put("journal_mode", "wal");
            expected.put("wal_autocheckpoint", "0");
        }
        return openWhenFree(location, settings, expected);
    }

    /**
     * Opens a connection that cannot write.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    SqliteConnection reader(Location location) {
        SQLiteConfig settings = common(options.readers().cacheKib());
        settings.setReadOnly(true);
        Map<String, String> expected = expected();
        if (location instanceof Location.File) {
            expected.put("journal_mode", "wal");
        }
        return open(location, settings, expected, READER_STATEMENTS);
    }

    SQLiteConfig common(int cacheKib) {
        SQLiteConfig settings = new SQLiteConfig();
        // Each connection belongs to one thread, and the driver locks besides: SQLite's own lock, twice for each value, took a sixth of a list.
        settings.setOpenMode(SQLiteOpenMode.NOMUTEX);
        settings.enforceForeignKeys(true);
        settings.setBusyTimeout(Math.toIntExact(config.lockTimeout().toMillis()));
        settings.setCacheSize(-cacheKib);
        return settings;
    }

    private Map<String, String> expected() {
        Map<String, String> expected = new HashMap<>();
        expected.put("foreign_keys", "1");
        expected.put("busy_timeout", Long.toString(config.lockTimeout().toMillis()));
        return expected;
    }

    /** SQLite does not wait for the lock that it takes to bring a new file to WAL, which another service may be doing. */
    private SqliteConnection openWhenFree(Location location, SQLiteConfig settings, Map<String, String> expected) {
        long until = System.nanoTime() + config.lockTimeout().toNanos();
        while (true) {
            try {
                return open(location, settings, expected, WRITER_STATEMENTS);
            } catch (DatabaseException e) {
                boolean busy = e.getCause() instanceof SQLException cause && SqliteErrors.isBusy(cause);
                if (!busy || System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private SqliteConnection open(Location location, SQLiteConfig settings, Map<String, String> expected,
            int keptStatements) {
        refuseOther(location);
        GuardedConnection connection = null;
        try {
            connection = new GuardedConnection(URL + fileName(location), fileName(location), settings.toProperties(),
                    new SlowStatements(location.name(), options.slowStatement()), keptStatements);
            for (Map.Entry<String, String> setting : expected.entrySet()) {
                verify(location, connection, setting.getKey(), setting.getValue());
            }
            return new SqliteConnection(connection);
        } catch (SQLException | RuntimeException e) {
            DatabaseException failure = e instanceof DatabaseException d
                    ? d
                    : failure("cannot open " + location, location, e);
            if (connection != null) {
                closeAfter(failure, connection);
            }
            throw failure;
        }
    }

    /** SQLite opens by path, and would wait at a pipe: at the file itself where it only reads, and at a rollback journal. */
    static void refuseOther(Location location) {
        if (location instanceof Location.File file) {
            try {
                for (String part : PARTS) {
                    RegularFile.refuseOther(Path.of(file + part));
                }
            } catch (IOException e) {
                throw new DatabaseException(DatabaseException.Kind.STORAGE, "cannot open " + FileFailure.sentence(e),
                        e);
            }
        }
    }

    static DatabaseException failure(String what, Location location, Exception e) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                what + ": " + (e instanceof SQLException sql ? SqliteErrors.reason(location, sql) : e.getMessage()), e);
    }

    static String fileName(Location location) {
        return location instanceof Location.Memory memory
                ? "file:/" + memory.name() + "?vfs=memdb"
                : location.toString();
    }

    private static void verify(Location file, Connection connection, String pragma, String expected)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            String actual = row.next() ? row.getString(1) : null;
            if (!expected.equals(actual)) {
                throw new DatabaseException(DatabaseException.Kind.STORAGE,
                        "cannot use " + file + ": PRAGMA " + pragma + " is " + actual + " where " + expected
                                + " was asked for",
                        null);
            }
        }
    }

    private static void closeAfter(DatabaseException failure, GuardedConnection connection) {
        try {
            connection.closeForGood();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
