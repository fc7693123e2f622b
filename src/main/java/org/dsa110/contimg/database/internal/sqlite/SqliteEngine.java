package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.sqlite.adoption.Adoption;
import org.dsa110.contimg.database.internal.sqlite.adoption.UntouchedFile;
import org.dsa110.contimg.database.internal.sqlite.schema.KeptSchema;
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.RegularFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens SQLite files in WAL mode with foreign keys on, and databases in memory, which have no WAL; and reads every setting back: SQLite
 * and its driver ignore what they do not know or cannot do without a word.
 */
@ApplicationScoped
public class SqliteEngine implements Engine {
    private static final Map<String, String> SYNCHRONOUS_LEVELS = Map.of("NORMAL", "1", "FULL", "2");

    private static final String URL = "jdbc:sqlite:";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What the names of the files of a database end in. */
    private static final List<String> PARTS = List.of("", "-wal", "-shm", "-journal");

    private final DatabaseConfig config;
    private final SqliteOptions options;
    /** What keeps each database in memory. */
    private final Map<Location, Connection> inMemory = new ConcurrentHashMap<>();
    private final Map<Location, KeptSchema> schemas = new ConcurrentHashMap<>();

    public SqliteEngine(DatabaseConfig config, SqliteOptions options) {
        SqliteLibrary.load();
        this.config = config;
        this.options = options;
    }

    @Override
    public DataSource reading(Location location) {
        if (!(location instanceof Location.File file)) {
            return migrations(location);
        }
        refuseOther(location);
        try {
            return UntouchedFile.source(file.path(), config.lockTimeout());
        } catch (IOException e) {
            throw failure("cannot read " + file, location, e);
        }
    }

    @Override
    public DataSource migrations(Location location) {
        refuseOther(location);
        SQLiteConfig settings = common(options.writer().cacheKib());
        settings.setSynchronous(SynchronousMode.valueOf(options.synchronous().name()));
        // Another service may migrate the same file now. Of two that have read one is refused at once when it then wants to write.
        settings.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new MigrationSource(URL + fileName(location), fileName(location), settings);
        if (location instanceof Location.Memory) {
            inMemory.computeIfAbsent(location, ignored -> keep(location, source));
        }
        return source;
    }

    @Override
    public FileState state(Location location, Map<String, List<String>> migrations) {
        if (!(location instanceof Location.File file)) {
            return FileState.ABSENT;
        }
        refuseOther(location);
        try {
            return new Adoption(file.path(), migrations, config.lockTimeout()).state();
        } catch (DatabaseException e) {
            throw e.getCause() instanceof SQLException sql ? failure("cannot read " + file, location, sql) : e;
        }
    }

    @Override
    public AdoptionReport adopt(Location location, Map<String, List<String>> migrations, boolean dryRun,
            Progress progress) {
        if (!(location instanceof Location.File file)) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    location + " is new each time, so there is nothing to adopt", null);
        }
        refuseOther(location);
        return new Adoption(file.path(), migrations, config.lockTimeout()).run(dryRun, progress);
    }

    @Override
    public String obstacle(Location location, List<String> pending) {
        if (!(location instanceof Location.File file)) {
            return null;
        }
        refuseOther(location);
        return new Adoption(file.path(), Map.of(), config.lockTimeout()).obstacle(pending);
    }

    @Override
    public AdoptionReport complete(Location location, Map<String, List<String>> migrations,
            DatabaseFiles.Completion completion, boolean dryRun, Progress progress) {
        if (!(location instanceof Location.File file)) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, location + " is new each time", null);
        }
        refuseOther(location);
        return new Adoption(file.path(), migrations, config.lockTimeout()).complete(completion, dryRun, progress);
    }

    @Override
    public List<String> keepSchema(Location location, Map<String, List<String>> migrations) {
        KeptSchema schema = new KeptSchema(location, migrations);
        List<String> restored;
        try (Connection connection = migrations(location).getConnection()) {
            restored = schema.restore(connection, KeptSchema.Transaction.on(connection));
        } catch (SQLException e) {
            throw failure("cannot look at the schema of " + location, location, e);
        }
        schema.verify();
        schemas.put(location, schema);
        return restored;
    }

    @Override
    public Set<String> ownTables(Location location) {
        KeptSchema schema = schemas.get(location);
        return schema == null ? Set.of() : schema.tables();
    }

    @Override
    public List<String> lacking(Location location, Map<String, List<String>> migrations) {
        if (!(location instanceof Location.File file)) {
            return List.of();
        }
        refuseOther(location);
        try (UntouchedFile look = UntouchedFile.open(file.path(), config.lockTimeout())) {
            return new KeptSchema(location, migrations).lacking(look.connection());
        } catch (SQLException | IOException e) {
            throw failure("cannot look at the schema of " + location, location, e);
        }
    }

    /** What is kept in a database, or null. */
    KeptSchema schema(Location location) {
        return schemas.get(location);
    }

    @Override
    public Storage open(Location location, Meters meters) {
        return new SqliteStorage(this, location, meters);
    }

    @Override
    public DatabaseException explain(SQLException failure, boolean reading) {
        return SqliteErrors.explain(null, failure, reading);
    }

    /** How long a write waits for another program's lock, counted from its submission. */
    Duration lockTimeout() {
        return config.lockTimeout();
    }

    SqliteOptions options() {
        return options;
    }

    /**
     * Opens a connection that writes.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    SqliteConnection openWriter(Location location) {
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
    SqliteConnection openReader(Location location) {
        SQLiteConfig settings = common(options.readers().cacheKib());
        settings.setReadOnly(true);
        Map<String, String> expected = expected();
        if (location instanceof Location.File) {
            expected.put("journal_mode", "wal");
        }
        return open(location, settings, expected);
    }

    /** Gives back what a database in memory took. All its connections are closed by now. */
    void release(Location location) {
        schemas.remove(location);
        Connection kept = inMemory.remove(location);
        if (kept != null) {
            try {
                kept.close();
            } catch (SQLException e) {
                throw new DatabaseException(DatabaseException.Kind.STORAGE, "cannot close " + location, e);
            }
        }
    }

    private SQLiteConfig common(int cacheKib) {
        SQLiteConfig settings = new SQLiteConfig();
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
                return open(location, settings, expected);
            } catch (DatabaseException e) {
                boolean busy = e.getCause() instanceof SQLException cause && SqliteErrors.isBusy(cause);
                if (!busy || System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private SqliteConnection open(Location location, SQLiteConfig settings, Map<String, String> expected) {
        refuseOther(location);
        GuardedConnection connection = null;
        try {
            connection = new GuardedConnection(URL + fileName(location), fileName(location), settings.toProperties(),
                    new SlowStatements(location.name(), options.slowStatement()));
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
    private static void refuseOther(Location location) {
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

    @Override
    public String reason(Location location, SQLException failure) {
        return SqliteErrors.reason(location, failure);
    }

    private static DatabaseException failure(String what, Location location, Exception e) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                what + ": " + (e instanceof SQLException sql ? SqliteErrors.reason(location, sql) : e.getMessage()), e);
    }

    /** A database in memory lasts as long as a connection to it is open. */
    private static Connection keep(Location location, SQLiteDataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, "cannot open " + location, e);
        }
    }

    private static String fileName(Location location) {
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
