package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.config.SmallRyeConfig;
import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.EngineFactory;
import org.dsa110.contimg.database.internal.engine.Meters;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.database.internal.sqlite.adoption.Adoption;
import org.dsa110.contimg.database.internal.sqlite.alter.MigrationSource;
import org.dsa110.contimg.database.internal.sqlite.look.UntouchedFile;
import org.dsa110.contimg.database.internal.sqlite.schema.KeptSchema;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Opens SQLite files in WAL mode with foreign keys on, and databases in memory, which have no WAL; and reads every setting back: SQLite
 * and its driver ignore what they do not know or cannot do without a word.
 */
@ApplicationScoped
public class SqliteEngine implements Engine {
    private final DatabaseConfig config;
    private final SqliteOptions options;
    private final SqliteConnections connections;
    /** What keeps each database in memory. */
    private final Map<Location, Connection> inMemory = new ConcurrentHashMap<>();
    private final Map<Location, KeptSchema> schemas = new ConcurrentHashMap<>();

    public SqliteEngine(DatabaseConfig config, SqliteOptions options) {
        SqliteLibrary.load();
        this.config = config;
        this.options = options;
        this.connections = new SqliteConnections(config, options);
    }

    /** Makes one from the settings of a process without the framework. */
    public static final class Factory implements EngineFactory {
        @Override
        public Class<?> options() {
            return SqliteOptions.class;
        }

        @Override
        public Engine engine(DatabaseConfig config, SmallRyeConfig settings) {
            return new SqliteEngine(config, settings.getConfigMapping(SqliteOptions.class));
        }
    }

    @Override
    public DataSource reading(Location location) {
        if (!(location instanceof Location.File file)) {
            return migrations(location);
        }
        SqliteConnections.refuseOther(location);
        try {
            return UntouchedFile.source(file.path(), config.lockTimeout());
        } catch (IOException e) {
            throw SqliteConnections.failure("cannot read " + file, location, e);
        }
    }

    @Override
    public DataSource migrations(Location location) {
        SqliteConnections.refuseOther(location);
        SQLiteConfig settings = connections.common(options.writer().cacheKib());
        settings.setSynchronous(SynchronousMode.valueOf(options.synchronous().name()));
        // Another service may migrate the same file now. Of two that have read one is refused at once when it then wants to write.
        settings.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new MigrationSource(SqliteConnections.URL + SqliteConnections.fileName(location),
                SqliteConnections.fileName(location), settings);
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
        SqliteConnections.refuseOther(location);
        try {
            return new Adoption(file.path(), migrations, config.lockTimeout()).state();
        } catch (DatabaseException e) {
            throw e.getCause() instanceof SQLException sql
                    ? SqliteConnections.failure("cannot read " + file, location, sql)
                    : e;
        }
    }

    @Override
    public AdoptionReport adopt(Location location, Map<String, List<String>> migrations, boolean dryRun,
            Progress progress) {
        if (!(location instanceof Location.File file)) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    location + " is new each time, so there is nothing to adopt", null);
        }
        SqliteConnections.refuseOther(location);
        return new Adoption(file.path(), migrations, config.lockTimeout()).run(dryRun, progress);
    }

    @Override
    public String obstacle(Location location, List<String> pending) {
        if (!(location instanceof Location.File file)) {
            return null;
        }
        SqliteConnections.refuseOther(location);
        return new Adoption(file.path(), Map.of(), config.lockTimeout()).obstacle(pending);
    }

    @Override
    public AdoptionReport complete(Location location, Map<String, List<String>> migrations,
            DatabaseFiles.Completion completion, boolean dryRun, Progress progress) {
        if (!(location instanceof Location.File file)) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, location + " is new each time", null);
        }
        SqliteConnections.refuseOther(location);
        return new Adoption(file.path(), migrations, config.lockTimeout()).complete(completion, dryRun, progress);
    }

    @Override
    public List<String> keepSchema(Location location, Map<String, List<String>> migrations) {
        KeptSchema schema = new KeptSchema(location, migrations);
        List<String> restored;
        try (Connection connection = migrations(location).getConnection()) {
            restored = schema.restore(connection, KeptSchema.Transaction.on(connection));
        } catch (SQLException e) {
            throw SqliteConnections.failure("cannot look at the schema of " + location, location, e);
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
        SqliteConnections.refuseOther(location);
        try (UntouchedFile look = UntouchedFile.open(file.path(), config.lockTimeout())) {
            return new KeptSchema(location, migrations).lacking(look.connection());
        } catch (SQLException | IOException e) {
            throw SqliteConnections.failure("cannot look at the schema of " + location, location, e);
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

    /** As {@link SqliteConnections#writer}. */
    SqliteConnection openWriter(Location location) {
        return connections.writer(location);
    }

    /** As {@link SqliteConnections#reader}. */
    SqliteConnection openReader(Location location) {
        return connections.reader(location);
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

    @Override
    public String reason(Location location, SQLException failure) {
        return SqliteErrors.reason(location, failure);
    }

    /** A database in memory lasts as long as a connection to it is open. */
    private static Connection keep(Location location, SQLiteDataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, "cannot open " + location, e);
        }
    }

}
