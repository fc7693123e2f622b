package org.dsa110.contimg.database.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.files.FileFailure;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds the files by the configuration. Thread-safe. */
@ApplicationScoped
class ConfiguredFiles implements DatabaseFiles {
    private static final String IN_MEMORY = ":memory:";

    /** Two services in one process, as tests have them one after the other, have nothing in common. */
    private final UUID run = UUID.randomUUID();
    private final DatabaseConfig config;
    private final Optional<String> stateDir;
    private final Engine engine;
    /** Where each database is; empty until {@link #prepare()}. */
    private volatile Map<Database, Location> prepared = Map.of();

    /** @param stateDir the folder that the paths are in unless they say otherwise; empty when its variable is */
    ConfiguredFiles(DatabaseConfig config, @ConfigProperty(name = "contimg.state-dir") Optional<String> stateDir,
            Engine engine) {
        this.config = config;
        this.stateDir = stateDir.filter(folder -> !folder.isBlank());
        this.engine = engine;
    }

    @Override
    public Set<String> tables(Location location) {
        return engine.tables(location);
    }

    @Override
    public Map<Database, Location> prepare() {
        Map<Database, Location> files = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            files.put(database, prepare(database));
        }
        prepared = Map.copyOf(files);
        return files;
    }

    @Override
    public DataSource migrations(Location location) {
        return engine.migrations(location);
    }

    @Override
    public FileState state(Location location, Map<String, List<String>> migrations) {
        return engine.state(location, migrations);
    }

    @Override
    public AdoptionReport adopt(Location location, Map<String, List<String>> migrations, boolean dryRun,
            Progress progress) {
        return engine.adopt(location, migrations, dryRun, progress);
    }

    @Override
    public void keepSchema(Location location, Map<String, List<String>> migrations) {
        engine.keepSchema(location, migrations);
    }

    @Override
    public String reason(Location location, SQLException failure) {
        return engine.reason(location, failure);
    }

    @Override
    public Set<String> ownTables(Database database) {
        return engine.ownTables(prepared.get(database));
    }

    private Location prepare(Database database) {
        String configured = config.path().get(database.unitName());
        if (configured == null || configured.isBlank() || stateDir.isEmpty()) {
            throw unusable(database, configured, "its variable, or the one of the state folder, is set but empty",
                    null);
        }
        if (configured.equals(IN_MEMORY)) {
            return new Location.Memory(database.unitName() + "-" + run);
        }
        // The driver takes what follows as settings.
        if (configured.contains("?") || configured.startsWith("file:") || configured.startsWith(":")) {
            throw unusable(database, configured,
                    "a path must not contain '?', nor begin with ':' or 'file:'; " + IN_MEMORY + " alone means memory",
                    null);
        }
        try {
            Path path = Path.of(configured).toAbsolutePath();
            if (Files.exists(path)) {
                return new Location.File(path.toRealPath());
            }
            Path folder = path.getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            return new Location.File(folder.toRealPath().resolve(path.getFileName()));
        } catch (IOException e) {
            throw unusable(database, configured, FileFailure.sentence(e), e);
        }
    }

    private static DatabaseException unusable(Database database, String path, String reason, Exception cause) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                "contimg.database.path." + database.unitName() + "=" + path + " cannot be used: " + reason, cause);
    }
}
