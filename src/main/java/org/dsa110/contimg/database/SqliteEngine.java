package org.dsa110.contimg.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens SQLite files in WAL mode with foreign keys on, and reads every setting back: SQLite and its driver ignore what they do not
 * know or cannot do without a word.
 */
@ApplicationScoped
class SqliteEngine implements Engine {
    private static final Map<String, String> SYNCHRONOUS_LEVELS = Map.of("NORMAL", "1", "FULL", "2");

    private final DatabaseConfig config;

    SqliteEngine(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Set<String> tables(Path file) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        SQLiteConfig settings = new SQLiteConfig();
        // Not the settings of a reader: a file that nobody adopted yet may be in another journal mode.
        settings.setReadOnly(true);
        settings.setBusyTimeout(Math.toIntExact(config.lockTimeout().toMillis()));
        Set<String> tables = new HashSet<>();
        try (Connection connection = settings.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        } catch (SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, "cannot read " + file + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public EngineConnection openWriter(Path file) {
        SQLiteConfig settings = common(config.writer().cacheKib());
        // The file is there once its migrations ran. One that has gone since then must be missed, not made anew and empty.
        settings.resetOpenMode(SQLiteOpenMode.CREATE);
        settings.setJournalMode(JournalMode.WAL);
        settings.setSynchronous(SynchronousMode.valueOf(config.synchronous().name()));
        return open(file, settings, Map.of(
                "journal_mode", "wal",
                "foreign_keys", "1",
                "busy_timeout", busyTimeout(),
                "synchronous", SYNCHRONOUS_LEVELS.get(config.synchronous().name())));
    }

    @Override
    public EngineConnection openReader(Path file) {
        SQLiteConfig settings = common(config.readers().cacheKib());
        settings.setReadOnly(true);
        return open(file, settings, Map.of(
                "journal_mode", "wal",
                "foreign_keys", "1",
                "busy_timeout", busyTimeout()));
    }

    @Override
    public Throwable explain(Throwable failure, boolean reading) {
        return SqliteErrors.explain(failure, reading);
    }

    private SQLiteConfig common(int cacheKib) {
        SQLiteConfig settings = new SQLiteConfig();
        settings.enforceForeignKeys(true);
        settings.setBusyTimeout(Math.toIntExact(config.lockTimeout().toMillis()));
        settings.setCacheSize(-cacheKib);
        return settings;
    }

    private String busyTimeout() {
        return Long.toString(config.lockTimeout().toMillis());
    }

    private static EngineConnection open(Path file, SQLiteConfig settings, Map<String, String> expected) {
        UnitConnection connection = null;
        try {
            connection = new UnitConnection("jdbc:sqlite:" + file, file.toString(), settings.toProperties());
            for (Map.Entry<String, String> setting : expected.entrySet()) {
                verify(file, connection, setting.getKey(), setting.getValue());
            }
            return new SqliteConnection(connection);
        } catch (SQLException | RuntimeException e) {
            DatabaseException failure = e instanceof DatabaseException d
                    ? d
                    : new DatabaseException(DatabaseException.Kind.STORAGE,
                            "cannot open " + file + ": " + e.getMessage(), e);
            if (connection != null) {
                closeAfter(failure, connection);
            }
            throw failure;
        }
    }

    private static void verify(Path file, Connection connection, String pragma, String expected) throws SQLException {
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

    private static void closeAfter(DatabaseException failure, UnitConnection connection) {
        try {
            connection.closeForGood();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
