package org.dsa110.contimg.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where each database is, as the configuration says. Thread-safe. */
@ApplicationScoped
public class DatabaseFiles {
    private static final String IN_MEMORY = ":memory:";

    /** Two services in one process, as tests have them one after the other, have nothing in common. */
    private final UUID run = UUID.randomUUID();
    private final DatabaseConfig config;
    private final Optional<String> stateDir;
    private final Engine engine;

    /** @param stateDir the folder that the paths are in unless they say otherwise; empty when its variable is */
    DatabaseFiles(DatabaseConfig config, @ConfigProperty(name = "contimg.state-dir") Optional<String> stateDir,
            Engine engine) {
        this.config = config;
        this.stateDir = stateDir.filter(folder -> !folder.isBlank());
        this.engine = engine;
    }

    /**
     * The names of the tables at a location, found without changing anything there.
     *
     * @return empty when there is no database, or it has none
     * @throws DatabaseException if it cannot be read, or is no database
     */
    public Set<String> tables(Location location) {
        return engine.tables(location);
    }

    /**
     * Makes the folders of the files where they are missing, and finds out which names mean the same file.
     *
     * @return where each database is, equal for those that share a file; the files need not exist
     * @throws DatabaseException when a path is not set or cannot be used
     */
    public Map<Database, Location> prepare() {
        Map<Database, Location> files = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            files.put(database, prepare(database));
        }
        return files;
    }

    /**
     * Connections on which a database is migrated, before {@link UnitsOfWork#open}.
     *
     * @throws DatabaseException if it cannot be opened
     */
    public DataSource migrations(Location location) {
        return engine.migrations(location);
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
            throw unusable(database, configured, e.toString(), e);
        }
    }

    private static DatabaseException unusable(Database database, String path, String reason, Exception cause) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                "contimg.database.path." + database.unitName() + "=" + path + " cannot be used: " + reason, cause);
    }
}
