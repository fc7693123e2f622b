package org.dsa110.contimg.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
import org.dsa110.contimg.files.FileFailure;
import org.dsa110.contimg.files.TemporaryFolder;
import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.dsa110.contimg.migration.revision.Comparison;
import org.dsa110.contimg.migration.revision.Differences;
import org.dsa110.contimg.migration.revision.Hints;
import org.flywaydb.core.api.FlywayException;

/**
 * Databases that are thrown away, in the folder for temporary files: what the migrations make of them is compared with the entities, and
 * migrations are tried out on them. Thread-safe.
 */
@ApplicationScoped
class ScratchSchemas {
    private static final String ALL = "all";

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
        return compare(List.of(Database.values()), entitiesTogether(), hints, ignored -> ALL);
    }

    private static Comparison entitiesTogether() {
        return Comparison.together(
                Arrays.stream(Database.values()).map(database -> Comparison.ofUnit(database.unitName())).toList());
    }

    /**
     * Runs migrations that are not written yet as the service would, which migrates one database after the other: where several are one
     * file, all migrations of one have been run, those that are new too, before the first of the next.
     *
     * @return why they cannot be run, or do not lead to what the entities say in one file, in sentences; empty where they do
     */
    List<String> faults(List<MigrationFile> added) {
        List<String> faults = new ArrayList<>();
        faults.addAll(faults("in a file of its own", Enum::name, List.of(added)));
        faults.addAll(faults("in one new file", ignored -> ALL, List.of(added)));
        faults.addAll(faults("in one file that is there", ignored -> ALL, List.of(List.of(), added)));
        return faults;
    }

    /** @param runs what is added in each run of the service */
    private List<String> faults(String where, Function<Database, String> names, List<List<MigrationFile>> runs) {
        return inFolder(names, (folder, locations) -> {
            for (List<MigrationFile> added : runs) {
                for (Database database : Database.values()) {
                    try {
                        flyways.on(files.migrations(locations.get(database)), database, locations, added).load()
                                .migrate();
                    } catch (FlywayException e) {
                        return List
                                .of(database + ": " + where + " the migrations cannot be run, so that this one has to"
                                        + " be written by hand: " + reason(e));
                    }
                }
            }
            if (!names.apply(Database.PRODUCTS).equals(ALL)) {
                return List.of();
            }
            try (Connection made = files.migrations(locations.get(Database.PRODUCTS)).getConnection();
                    Connection empty = files.migrations(new Location.File(folder.resolve("entities.sqlite3")))
                            .getConnection()) {
                return entitiesTogether().with(made, empty, Hints.NONE).changes().stream()
                        .map(change -> "all databases " + where
                                + " would not be what the entities want, so that this one"
                                + " has to be written by hand: " + change.words())
                        .toList();
            }
        });
    }

    /** What SQLite says, where it says something. */
    private static String reason(FlywayException e) {
        String reason = e.getMessage();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            reason = cause instanceof SQLException ? cause.getMessage() : reason;
        }
        return reason;
    }

    private Differences compare(List<Database> migrated, Comparison entities, Hints hints,
            Function<Database, String> names) {
        return inFolder(names, (folder, locations) -> {
            for (Database database : migrated) {
                flyways.on(files.migrations(locations.get(database)), database, locations).load().migrate();
            }
            try (Connection head = files.migrations(locations.get(migrated.get(0))).getConnection();
                    Connection empty = files.migrations(new Location.File(folder.resolve("entities.sqlite3")))
                            .getConnection()) {
                return entities.with(head, empty, hints);
            }
        });
    }

    /** @param names of the file of each database */
    private <T> T inFolder(Function<Database, String> names, Work<T> work) {
        try {
            Path folder = TemporaryFolder.make("contimg-db-");
            try {
                Map<Database, Location> locations = new EnumMap<>(Database.class);
                for (Database database : Database.values()) {
                    locations.put(database, new Location.File(folder.resolve(names.apply(database) + ".sqlite3")));
                }
                return work.in(folder, locations);
            } finally {
                remove(folder);
            }
        } catch (IOException | SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot compare entities and migrations: "
                            + (e instanceof IOException io ? FileFailure.sentence(io) : e.getMessage()),
                    e);
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

    private interface Work<T> {
        T in(Path folder, Map<Database, Location> locations) throws SQLException;
    }
}
