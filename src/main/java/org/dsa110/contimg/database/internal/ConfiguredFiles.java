package org.dsa110.contimg.database.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Where the pipeline's one file for all databases lies in the state folder. */
    private static final String ONE_FILE = "db/pipeline.sqlite3";

    /** Two services in one process, as tests have them one after the other, have nothing in common. */
    private final UUID run = UUID.randomUUID();
    private final DatabaseConfig config;
    private final Optional<String> stateDir;
    private final PathSources sources;
    private final Engine engine;
    /** Where each database is; empty until {@link #prepare()}. */
    private volatile Map<Database, Location> prepared = Map.of();

    /** @param stateDir the folder that the paths are in unless they say otherwise; empty when its variable is */
    ConfiguredFiles(DatabaseConfig config, @ConfigProperty(name = "contimg.state-dir") Optional<String> stateDir,
            PathSources sources, Engine engine) {
        this.config = config;
        this.stateDir = stateDir.filter(folder -> !folder.isBlank());
        this.sources = sources;
        this.engine = engine;
    }

    @Override
    public Map<Database, Location> locate() {
        if (stateDir.isEmpty()) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "contimg.state-dir is set but empty: have PIPELINE_STATE_DIR"
                            + " name the folder of the five files, or leave it out",
                    null);
        }
        Map<Database, Location> files = new EnumMap<>(Database.class);
        forEach(List.of(Database.values()), database -> files.put(database, locate(database)));
        refuseToPassOverOneFile(files);
        return files;
    }

    @Override
    public void refuseUnwritable(Collection<Location> locations) {
        DatabaseException.throwAll(FileObstacles.of(locations).stream()
                .map(obstacle -> new DatabaseException(DatabaseException.Kind.STORAGE, obstacle, null)).toList());
    }

    @Override
    public Map<Database, Location> prepare() {
        Map<Database, Location> files = locate();
        Set<Path> folders = files.values().stream()
                .flatMap(location -> location instanceof Location.File file
                        ? Stream.of(file.path().getParent())
                        : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        forEach(folders, ConfiguredFiles::make);
        prepared = Map.copyOf(files);
        return files;
    }

    private static void make(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "the folder " + folder + " of the databases cannot be made: " + FileFailure.sentence(e), e);
        }
    }

    @Override
    public DataSource reading(Location location) {
        return engine.reading(location);
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
    public String obstacle(Location location, List<String> pending) {
        return engine.obstacle(location, pending);
    }

    @Override
    public AdoptionReport complete(Location location, Map<String, List<String>> migrations, Completion completion,
            boolean dryRun, Progress progress) {
        return engine.complete(location, migrations, completion, dryRun, progress);
    }

    @Override
    public DatabaseException.Kind kind(SQLException failure) {
        return engine.explain(failure, false).kind();
    }

    @Override
    public List<String> keepSchema(Location location, Map<String, List<String>> migrations) {
        return engine.keepSchema(location, migrations);
    }

    @Override
    public String reason(Location location, SQLException failure) {
        return engine.reason(location, failure);
    }

    @Override
    public Set<String> ownTables(Database database) {
        return engine.ownTables(prepared.get(database));
    }

    @Override
    public List<String> lacking(Location location, Map<String, List<String>> migrations) {
        return engine.lacking(location, migrations);
    }

    /** What is wrong with several is said of all of them. */
    private static <T> void forEach(Collection<T> all, Consumer<T> work) {
        List<DatabaseException> faults = new ArrayList<>();
        for (T each : all) {
            try {
                work.accept(each);
            } catch (DatabaseException e) {
                faults.add(e);
            }
        }
        DatabaseException.throwAll(faults);
    }

    private Location locate(Database database) {
        String configured = config.path().get(database.unitName());
        if (configured == null || configured.isBlank()) {
            throw unusable(database, configured, "its variable is set but empty", null);
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
            return new Location.File(real(Path.of(configured).toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw unusable(database, configured, FileFailure.sentence(e), e);
        }
    }

    /** The path without links, of which the last parts may not be there yet. */
    private static Path real(Path path) throws IOException {
        if (Files.exists(path) || path.getParent() == null) {
            return path.toRealPath();
        }
        return real(path.getParent()).resolve(path.getFileName());
    }

    /** Five empty files beside one that is full would look like loss of all data. */
    private void refuseToPassOverOneFile(Map<Database, Location> files) {
        Path oneFile = Path.of(stateDir.orElseThrow()).toAbsolutePath().resolve(ONE_FILE);
        boolean passedOver = Files.exists(oneFile) && files.keySet().stream().allMatch(sources::isDefault)
                && files.values().stream().noneMatch(
                        location -> location instanceof Location.File file && Files.exists(file.path()));
        if (passedOver) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE, oneFile + " is there and none of the five files"
                    + " is in " + stateDir.orElseThrow() + ", and nothing says which are meant: set PIPELINE_DB="
                    + oneFile
                    + " to use it for all five databases, or the variable of at least one database, such as"
                    + " PIPELINE_PRODUCTS_DB, to have files of their own", null);
        }
    }

    private static DatabaseException unusable(Database database, String path, String reason, Exception cause) {
        return new DatabaseException(DatabaseException.Kind.STORAGE,
                "contimg.database.path." + database.unitName() + "=" + path + " cannot be used: " + reason, cause);
    }
}
