package org.dsa110.contimg.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which file each database is. Thread-safe. */
@ApplicationScoped
public class DatabaseFiles {
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
     * The names of the tables in a file, found without changing the file.
     *
     * @return empty when the file is not there, or has none
     * @throws DatabaseException if the file cannot be read, or is no database
     */
    public Set<String> tables(Path file) {
        return engine.tables(file);
    }

    /**
     * Makes the folders of the files where they are missing, and finds out which names mean the same file.
     *
     * @return the real path of each database's file, equal for those that share one; the files need not exist
     * @throws DatabaseException when a path is not set or cannot be used
     */
    public Map<Database, Path> prepare() {
        Map<Database, Path> files = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            files.put(database, prepare(database));
        }
        return files;
    }

    private Path prepare(Database database) {
        String configured = config.path().get(database.unitName());
        if (configured == null || configured.isBlank() || stateDir.isEmpty()) {
            throw unusable(database, configured, "its variable, or the one of the state folder, is set but empty",
                    null);
        }

        // The driver takes what follows as settings.
        if (configured.contains("?") || configured.startsWith("file:") || configured.startsWith(":")) {
            throw unusable(database, configured, "a path must not contain '?', nor begin with ':' or 'file:'", null);
        }
        try {
            Path path = Path.of(configured).toAbsolutePath();
            if (Files.exists(path)) {
                return path.toRealPath();
            }
            Path folder = path.getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            return folder.toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw unusable(database, configured, e.toString(), e);
        }
    }

    private static DatabaseException unusable(Database database, String path, String reason, Exception cause) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                "contimg.database.path." + database.unitName() + "=" + path + " cannot be used: " + reason, cause);
    }
}
