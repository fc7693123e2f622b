package org.dsa110.contimg.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.migration.revision.Comparison;
import org.dsa110.contimg.migration.revision.Differences;
import org.dsa110.contimg.migration.revision.Hints;

/** Compares entities with what the migrations make of databases that are thrown away, in the folder for temporary files. Thread-safe. */
@ApplicationScoped
class ScratchSchemas {
    private final DatabaseFiles files;
    private final Flyways flyways;

    ScratchSchemas(DatabaseFiles files, Flyways flyways) {
        this.files = files;
        this.flyways = flyways;
    }

    /** A database in a file of its own. */
    Differences alone(Database database, Hints hints) {
        return compare(List.of(database), Comparison.ofUnit(database.unitName()), hints, Enum::name);
    }

    /** The tables that two databases both have, in lower case. */
    Set<String> shared(Database one, Database other) {
        return Set.copyOf(Comparison.ofUnit(one.unitName()).shared(Comparison.ofUnit(other.unitName())));
    }

    /** All in one file. */
    Differences together(Hints hints) {
        return compare(List.of(Database.values()), Comparison.together(
                Arrays.stream(Database.values()).map(database -> Comparison.ofUnit(database.unitName())).toList()),
                hints, ignored -> "all");
    }

    private Differences compare(List<Database> migrated, Comparison entities, Hints hints,
            Function<Database, String> names) {
        try {
            Path folder = Files.createTempDirectory("contimg-db-");
            try {
                Map<Database, Location> locations = new EnumMap<>(Database.class);
                for (Database database : Database.values()) {
                    locations.put(database, new Location.File(folder.resolve(names.apply(database) + ".sqlite3")));
                }
                for (Database database : migrated) {
                    flyways.on(files.migrations(locations.get(database)), database, locations).load().migrate();
                }
                try (Connection head = files.migrations(locations.get(migrated.get(0))).getConnection();
                        Connection empty = files.migrations(new Location.File(folder.resolve("entities.sqlite3")))
                                .getConnection()) {
                    return entities.with(head, empty, hints);
                }
            } finally {
                remove(folder);
            }
        } catch (IOException | SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot compare entities and migrations in the folder for temporary files: " + e.getMessage(), e);
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
