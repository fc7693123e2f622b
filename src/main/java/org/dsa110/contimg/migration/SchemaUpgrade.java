package org.dsa110.contimg.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Brings files to the schema of this version, or to one before it. A file with our tables and no history is adopted, which always
 * brings all databases that are in it to the newest version; so is one with a history on which migrations cannot be run as they are, as
 * another program has added what they would add. Thread-safe.
 */
@ApplicationScoped
class SchemaUpgrade {
    /** What a migration fails for that will fail again: what is in the file, not a lock or a disk. */
    private static final Set<DatabaseException.Kind> OF_THE_FILE = Set.of(DatabaseException.Kind.STATEMENT,
            DatabaseException.Kind.DUPLICATE, DatabaseException.Kind.NOT_NULL, DatabaseException.Kind.CHECK,
            DatabaseException.Kind.FOREIGN_KEY);

    private final DatabaseFiles files;
    private final Flyways flyways;
    private final HistoryStamp stamp;

    SchemaUpgrade(DatabaseFiles files, Flyways flyways, HistoryStamp stamp) {
        this.files = files;
        this.flyways = flyways;
        this.stamp = stamp;
    }

    /**
     * @param locations of all databases; their folders are there unless it is a dry run
     * @param statuses of all databases, as they were just found
     * @param wanted the databases that are to be brought up
     * @param last the version that they are brought to; null for the newest
     * @return one for each location; what could not be done is among them
     */
    List<UpgradeReport> run(Map<Database, Location> locations, Map<Database, SchemaStatus> statuses,
            Set<Database> wanted, MigrationVersion last, boolean dryRun, Progress progress) {
        List<UpgradeReport> reports = new ArrayList<>();
        for (Location location : new LinkedHashSet<>(wanted.stream().map(locations::get).toList())) {
            List<Database> there = Flyways.at(location, locations);
            if (statuses.get(there.get(0)).standing() == Standing.UNVERSIONED) {
                reports.add(adopt(location, there, locations, last, dryRun, progress));
            } else {
                List<Database> chosen = there.stream().filter(wanted::contains).toList();
                reports.add(migrate(location, chosen, locations, statuses, last, dryRun, progress));
            }
        }
        return reports;
    }

    private UpgradeReport adopt(Location location, List<Database> databases, Map<Database, Location> locations,
            MigrationVersion last, boolean dryRun, Progress progress) {
        if (last != null) {
            return new UpgradeReport(location, databases, null, List.of(), List.of(),
                    location + " has no history of migrations, so it can be brought to the newest version only: leave the"
                            + " version out");
        }
        Map<String, List<String>> scripts = flyways.scripts(location, locations);
        AdoptionReport adoption = null;
        try {
            adoption = adopt(location, scripts, dryRun, progress);
            if (!dryRun) {
                stamp.complete(location, databases, locations);
                files.keepSchema(location, scripts);
            }
            return new UpgradeReport(location, databases, adoption, List.of(), List.of(), null);
        } catch (DatabaseException e) {
            return new UpgradeReport(location, databases, adoption, List.of(), List.of(), e.getMessage());
        }
    }

    /** @return null when another service has adopted the file meanwhile */
    private AdoptionReport adopt(Location location, Map<String, List<String>> scripts, boolean dryRun,
            Progress progress) {
        try {
            return files.adopt(location, scripts, dryRun, progress);
        } catch (DatabaseException e) {
            if (files.state(location, scripts) == FileState.VERSIONED) {
                return null;
            }
            throw e;
        }
    }

    private UpgradeReport migrate(Location location, List<Database> databases, Map<Database, Location> locations,
            Map<Database, SchemaStatus> statuses, MigrationVersion last, boolean dryRun, Progress progress) {
        List<String> applied = new ArrayList<>();
        try {
            String obstacle = obstacle(location, databases, locations, statuses, last);
            if (obstacle != null) {
                return complete(location, locations, statuses, last, obstacle, dryRun, progress);
            }
            for (Database database : databases) {
                if (dryRun) {
                    statuses.get(database).pending().stream().filter(migration -> isWithin(migration.version(), last))
                            .forEach(migration -> applied.add(words(database, migration.version(),
                                    migration.description())));
                } else {
                    applied.addAll(migrate(database, locations, last, statuses.get(database).version() == null));
                }
            }
            return new UpgradeReport(location, databases, null, applied,
                    dryRun
                            ? lacking(location, locations, statuses)
                            : files.keepSchema(location,
                                    flyways.scripts(location, locations, (database, migrations) -> migrations
                                            .scripts(reached(database, databases, statuses, last)))),
                    null);
        } catch (DatabaseException e) {
            if (e.getCause() instanceof FlywayException failure && hasHistory(location, locations, statuses)
                    && isOfTheFile(failure)) {
                return complete(location, locations, statuses, last, e.getMessage(), dryRun, progress);
            }
            return new UpgradeReport(location, databases, null, applied, List.of(), e.getMessage());
        }
    }

    /** What is missing of what the migrations have made that were run already. */
    private List<String> lacking(Location location, Map<Database, Location> locations,
            Map<Database, SchemaStatus> statuses) {
        return hasHistory(location, locations, statuses)
                ? files.lacking(location, flyways.scripts(location, locations,
                        (database, migrations) -> migrations.scripts(version(statuses.get(database)))))
                : List.of();
    }

    /** Why migrations cannot be run on a file that has a history, or null. */
    private String obstacle(Location location, List<Database> databases, Map<Database, Location> locations,
            Map<Database, SchemaStatus> statuses, MigrationVersion last) {
        if (!hasHistory(location, locations, statuses)) {
            return null;
        }
        MigrationVersion to = last == null ? MigrationVersion.LATEST : last;
        List<String> pending = databases.stream().flatMap(database -> flyways.files(database, locations)
                .scripts(version(statuses.get(database)), to).stream()).toList();
        return pending.isEmpty() ? null : files.obstacle(location, pending);
    }

    private static boolean hasHistory(Location location, Map<Database, Location> locations,
            Map<Database, SchemaStatus> statuses) {
        return Flyways.at(location, locations).stream().map(statuses::get).anyMatch(status -> status.version() != null);
    }

    /** As a file without a history is adopted: all databases that are in it, to the newest version. */
    private UpgradeReport complete(Location location, Map<Database, Location> locations,
            Map<Database, SchemaStatus> statuses, MigrationVersion last, String obstacle, boolean dryRun,
            Progress progress) {
        List<Database> databases = Flyways.at(location, locations);
        String useless = databases.stream().map(statuses::get).map(Schemas::useless).filter(Objects::nonNull)
                .findFirst().orElse(null);
        if (useless != null) {
            return new UpgradeReport(location, databases, null, List.of(), List.of(), useless);
        }
        if (last != null) {
            return new UpgradeReport(location, databases, null, List.of(), List.of(),
                    "another program has changed " + location
                            + " so that migrations cannot be run as they are (" + obstacle
                            + "), and it can be brought to the newest version only: leave the version out");
        }
        Map<String, List<String>> scripts = flyways.scripts(location, locations);
        AdoptionReport adoption = null;
        try {
            adoption = files.complete(location, scripts, stamp.completion(databases, locations), dryRun, progress);
            if (!dryRun) {
                files.keepSchema(location, scripts);
            }
            return new UpgradeReport(location, databases, adoption, List.of(), List.of(), null);
        } catch (DatabaseException e) {
            return new UpgradeReport(location, databases, adoption, List.of(), List.of(),
                    "migrations cannot be run on " + location + " as they are (" + obstacle + "): " + e.getMessage());
        }
    }

    private boolean isOfTheFile(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !(sql.getCause() instanceof SQLException)) {
                return OF_THE_FILE.contains(files.kind(sql));
            }
        }
        return false;
    }

    /**
     * @param begins whether there was no history; another service may begin it now too, and Flyway refuses the one that finds it begun by
     *        then. There is one when that is tried again.
     */
    private Collection<String> migrate(Database database, Map<Database, Location> locations, MigrationVersion last,
            boolean begins) {
        Location location = locations.get(database);
        try {
            return flyways.on(files.migrations(location), database, locations)
                    .target(last == null ? MigrationVersion.LATEST : last).load().migrate().migrations.stream()
                    .map(migration -> words(database, migration.version, migration.description)).toList();
        } catch (FlywayException e) {
            if (begins) {
                return migrate(database, locations, last, false);
            }
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot bring " + location + " to the schema of " + database + ": " + reason(location, e), e);
        }
    }

    /** What Flyway was doing, which its first line says, and why it failed. The block below that line is for its own users. */
    private String reason(Location location, FlywayException e) {
        String doing = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !(sql.getCause() instanceof SQLException)) {
                String reason = files.reason(location, sql);
                return reason == null || doing.contains(reason) ? doing : doing + ": " + reason;
            }
        }
        return doing;
    }

    /** Up to which version the migrations of a database have been run now. */
    private static MigrationVersion reached(Database database, List<Database> migrated,
            Map<Database, SchemaStatus> statuses, MigrationVersion last) {
        String before = version(statuses.get(database)).getVersion();
        if (migrated.contains(database)) {
            MigrationVersion to = last == null ? MigrationVersion.fromVersion(statuses.get(database).head()) : last;
            return isWithin(before, to) ? to : MigrationVersion.fromVersion(before);
        }
        return MigrationVersion.fromVersion(before);
    }

    private static MigrationVersion version(SchemaStatus status) {
        return MigrationVersion.fromVersion(Objects.requireNonNullElse(status.version(), "0"));
    }

    private static boolean isWithin(String version, MigrationVersion last) {
        return last == null || MigrationVersion.fromVersion(version).compareTo(last) <= 0;
    }

    private static String words(Database database, String version, String description) {
        return database + " version " + version + ": " + description;
    }
}
