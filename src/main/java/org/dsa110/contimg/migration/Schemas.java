package org.dsa110.contimg.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.api.MigrationVersion;

/** What people ask of the schemas of databases that are not open: where they stand, and that they be brought further. Thread-safe. */
@ApplicationScoped
@Unremovable
public class Schemas {
    /** The newest version, whatever its number. */
    public static final String HEAD = "head";

    private static final Set<Standing> USELESS = Set.of(Standing.FOREIGN, Standing.NEWER, Standing.DIFFERENT,
            Standing.UNREADABLE);

    private final DatabaseFiles files;
    private final Flyways flyways;
    private final SchemaLook look;
    private final SchemaUpgrade upgrade;
    private final HistoryStamp stamp;

    @Inject
    Schemas(DatabaseFiles files, Flyways flyways, SchemaLook look, SchemaUpgrade upgrade, HistoryStamp stamp) {
        this.files = files;
        this.flyways = flyways;
        this.look = look;
        this.upgrade = upgrade;
        this.stamp = stamp;
    }

    /** On a JVM, in a process where the framework is not started, by the settings that the service has. */
    public static Schemas of(DatabaseFiles files, Config settings) {
        Flyways flyways = Flyways.of(settings);
        HistoryStamp stamp = new HistoryStamp(files, flyways);
        return new Schemas(files, flyways, new SchemaLook(files, flyways), new SchemaUpgrade(files, flyways, stamp),
                stamp);
    }

    /**
     * Where the databases stand. Nothing is changed, not a byte of a file or beside it.
     *
     * @return in the order of the databases
     * @throws DatabaseException when a path is not set or cannot be used
     */
    public List<SchemaStatus> look(Set<Database> databases) {
        return look.at(files.locate()).values().stream().filter(status -> databases.contains(status.database()))
                .toList();
    }

    /**
     * Where databases that are one file would stand if a copy of it were in its place. Nothing but the copy is looked at.
     *
     * @param databases all that are in it, of which a fault names the copy
     * @return in the order of the databases
     */
    public List<SchemaStatus> lookAtCopy(Path copy, Set<Database> databases) {
        Location location = new Location.File(copy);
        Map<Database, Location> locations = files.locate();
        databases.forEach(database -> locations.put(database, location));
        return look.at(location, locations);
    }

    /**
     * What keeps databases from being at the newest version, as whole as the migrations made it. Nothing is changed.
     *
     * @return a sentence each; empty when all is well
     * @throws DatabaseException when a path is not set or cannot be used
     */
    public List<String> check(Set<Database> databases) {
        Map<Database, Location> locations = files.locate();
        Map<Database, SchemaStatus> statuses = look.at(locations);
        List<String> sentences = new ArrayList<>();
        for (Database database : databases) {
            SchemaStatus status = statuses.get(database);
            if (status.standing() != Standing.HEAD) {
                sentences.add(sentence(status));
            }
        }
        for (Location location : new LinkedHashSet<>(databases.stream().map(locations::get).toList())) {
            if (Flyways.at(location, locations).stream().map(statuses::get)
                    .allMatch(status -> status.standing() == Standing.HEAD)) {
                List<String> lacking = files.lacking(location, flyways.scripts(location, locations));
                if (!lacking.isEmpty()) {
                    sentences.add(location + " lacks what its migrations made: " + String.join(", ", lacking)
                            + "; contimg-db upgrade puts back what can be");
                }
            }
        }
        return sentences;
    }

    /**
     * Brings databases to a version. A file without a history is adopted as a whole, with all databases that are in it.
     *
     * @param version as people write it; {@link #HEAD} for the newest
     * @param dryRun whether nothing is changed, and what would be done is reported
     * @return one for each location; what could not be done is among them
     * @throws DatabaseException when some of them cannot be brought there, with a line for each; nothing was changed then
     * @throws UnknownVersionException if a database has no such version
     */
    public List<UpgradeReport> upgrade(Set<Database> databases, String version, boolean dryRun, Progress progress) {
        Map<Database, Location> locations = files.locate();
        MigrationVersion last = known(databases, version, locations);
        if (!dryRun) {
            files.refuseUnwritable(databases.stream().map(locations::get).toList());
        }
        Map<Database, SchemaStatus> statuses = dryRun ? look.at(locations) : look.beforeMigration(locations);
        refuse(databases.stream().map(database -> useless(statuses.get(database), last)).toList());
        return upgrade.run(dryRun ? locations : files.prepare(), statuses, databases, last, dryRun, progress);
    }

    /**
     * Writes into the history of databases that a version was reached, and runs nothing.
     *
     * @param version as people write it; {@link #HEAD} for the newest
     * @return where they stand then
     * @throws DatabaseException when some of them have none of our tables, or cannot be read or written, with a line for each
     * @throws UnknownVersionException if a database has no such version
     */
    public List<SchemaStatus> stamp(Set<Database> databases, String version) {
        Map<Database, Location> locations = files.locate();
        MigrationVersion last = known(databases, version, locations);
        files.refuseUnwritable(databases.stream().map(locations::get).toList());
        Map<Database, SchemaStatus> statuses = look.at(locations);
        refuse(databases.stream().map(database -> unfit(statuses.get(database))).toList());
        for (Database database : databases) {
            stamp.replace(database, locations, last == null ? MigrationVersion.LATEST : last);
        }
        return look(databases);
    }

    /** What is to be said of a database that is not at the newest version. */
    static String sentence(SchemaStatus status) {
        String name = status.database() + ": " + status.location();
        return switch (status.standing()) {
            case ABSENT -> name + " is not there; contimg-db upgrade makes it";
            case EMPTY -> name + " is empty; contimg-db upgrade makes its tables";
            case UNVERSIONED -> name + " has tables and no history of migrations, as another program made it;"
                    + " contimg-db upgrade copies it and takes it over";
            case BEHIND -> name + " is at version " + Objects.requireNonNullElse(status.version(), "none")
                    + " and this program at " + status.head() + "; contimg-db upgrade brings it there";
            default -> status.fault();
        };
    }

    /** Why no migration can be run, or null. */
    static String useless(SchemaStatus status) {
        return USELESS.contains(status.standing()) ? status.fault() : null;
    }

    private static String useless(SchemaStatus status, MigrationVersion last) {
        boolean back = last != null && status.version() != null
                && MigrationVersion.fromVersion(status.version()).compareTo(last) > 0;
        return back && status.standing() != Standing.NEWER
                ? status.database() + " is at version " + status.version() + " already, and no migration leads back to "
                        + last + ": put back a copy of " + status.location() + " from before"
                : useless(status);
    }

    private static String unfit(SchemaStatus status) {
        return switch (status.standing()) {
            case ABSENT -> sentence(status);
            case EMPTY -> sentence(status);
            case FOREIGN, UNREADABLE -> status.fault();
            default -> null;
        };
    }

    static void refuse(List<String> sentences) {
        DatabaseException.throwAll(sentences.stream().filter(Objects::nonNull).distinct()
                .map(sentence -> new DatabaseException(DatabaseException.Kind.STORAGE, sentence, null)).toList());
    }

    /** @return null for the newest of each */
    private MigrationVersion known(Set<Database> databases, String version, Map<Database, Location> locations) {
        if (version.equals(HEAD)) {
            return null;
        }
        for (Database database : databases) {
            List<String> versions = flyways.files(database, locations).pending().stream().map(Migration::version)
                    .toList();
            if (!versions.contains(version)) {
                throw new UnknownVersionException(database, version, versions);
            }
        }
        return MigrationVersion.fromVersion(version);
    }
}
