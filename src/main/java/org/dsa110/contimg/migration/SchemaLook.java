package org.dsa110.contimg.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Location;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.ValidateOutput;
import org.jboss.logging.Logger;

/** Finds out where the schema of each database stands. Thread-safe. */
@ApplicationScoped
class SchemaLook {
    private static final Logger LOG = Logger.getLogger(SchemaLook.class);
    /** Another program that opens or closes a file at the same moment makes a look fail. */
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MILLIS = 50;

    private final DatabaseFiles files;
    private final Flyways flyways;

    SchemaLook(DatabaseFiles files, Flyways flyways) {
        this.files = files;
        this.flyways = flyways;
    }

    /**
     * Changes nothing, not a byte of a file or beside it.
     *
     * @return one for each database, in their order; what cannot be read is among them, as {@link Standing#UNREADABLE}
     */
    Map<Database, SchemaStatus> at(Map<Database, Location> locations) {
        return at(locations, files::reading);
    }

    /** The same, where files that have a history will be written anyway: what a crash left of one is recovered. */
    Map<Database, SchemaStatus> beforeMigration(Map<Database, Location> locations) {
        return at(locations, files::migrations);
    }

    private Map<Database, SchemaStatus> at(Map<Database, Location> locations, Function<Location, DataSource> sources) {
        Map<Database, SchemaStatus> all = new EnumMap<>(Database.class);
        for (Location location : Set.copyOf(locations.values())) {
            at(location, locations, sources).forEach(status -> all.put(status.database(), status));
        }
        return all;
    }

    /** The same of the databases at one location only. */
    List<SchemaStatus> at(Location location, Map<Database, Location> locations) {
        return at(location, locations, files::reading);
    }

    private List<SchemaStatus> at(Location location, Map<Database, Location> locations,
            Function<Location, DataSource> sources) {
        List<Database> databases = Flyways.at(location, locations);
        for (int attempt = 1;; attempt++) {
            try {
                FileState state = files.state(location, flyways.scripts(location, locations));
                List<SchemaStatus> found = new ArrayList<>();
                for (Database database : databases) {
                    found.add(state == FileState.VERSIONED
                            ? versioned(database, locations, sources.apply(location))
                            : withoutHistory(database, locations, state));
                }
                return found;
            } catch (DatabaseException | FlywayException | SQLException e) {
                if (attempt == ATTEMPTS || !pause()) {
                    LOG.debugf(e, "%s cannot be read", location);
                    return databases.stream().map(database -> unreadable(database, locations, e)).toList();
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private SchemaStatus withoutHistory(Database database, Map<Database, Location> locations, FileState state) {
        Location location = locations.get(database);
        String fault = state == FileState.FOREIGN
                ? location
                        + " is not one of the pipeline's: it is no database, or has none of their tables; it was left as it is"
                : null;
        return status(database, locations, Standing.valueOf(state.name()), null, null, fault);
    }

    private SchemaStatus unreadable(Database database, Map<Database, Location> locations, Exception e) {
        String reason = e instanceof DatabaseException
                ? e.getMessage()
                : "cannot read " + locations.get(database) + ": " + reason(locations.get(database), e);
        return status(database, locations, Standing.UNREADABLE, null, null, reason);
    }

    private String reason(Location location, Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return files.reason(location, sql);
            }
        }
        return e.getMessage();
    }

    private SchemaStatus versioned(Database database, Map<Database, Location> locations, DataSource source)
            throws SQLException {
        Location location = locations.get(database);
        Flyway flyway = flyways.on(source, database, locations).ignoreMigrationPatterns("*:pending", "*:future").load();
        Map<Integer, String> times = times(source, flyways.history(database));
        List<Migration> migrations = new ArrayList<>();
        String version = null;
        boolean newer = false;
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getVersion() == null || info.getType().isBaseline()) {
                continue;
            }
            Migration migration = migration(info, times.get(info.getInstalledRank()));
            migrations.add(migration);
            newer |= migration.state() == Migration.State.UNKNOWN;
            if (migration.appliedAt() != null && migration.state() != Migration.State.FAILED) {
                version = migration.version();
            }
        }
        List<ValidateOutput> differences = flyway.validateWithResult().invalidMigrations;
        boolean behind = migrations.stream().anyMatch(each -> each.state() == Migration.State.PENDING);
        if (!differences.isEmpty()) {
            return status(database, locations, Standing.DIFFERENT, version, migrations,
                    different(location, differences));
        } else if (newer) {
            return status(database, locations, Standing.NEWER, version, migrations,
                    location + " has version " + version + " of the schema of " + database
                            + ", made by a newer version of this program, which knows up to "
                            + head(database, locations)
                            + ": run that version, or put back a copy of the file from before");
        }
        return status(database, locations, behind ? Standing.BEHIND : Standing.HEAD, version, migrations, null);
    }

    private SchemaStatus status(Database database, Map<Database, Location> locations, Standing standing, String version,
            List<Migration> migrations, String fault) {
        return new SchemaStatus(database, locations.get(database), standing, version, head(database, locations),
                migrations == null ? flyways.files(database, locations).pending() : migrations, fault);
    }

    private String head(Database database, Map<Database, Location> locations) {
        List<Migration> known = flyways.files(database, locations).pending();
        return known.get(known.size() - 1).version();
    }

    private static String different(Location location, Collection<ValidateOutput> differences) {
        StringBuilder why = new StringBuilder();
        for (ValidateOutput difference : differences) {
            why.append(why.isEmpty() ? "" : "; ").append(difference.errorDetails.errorMessage.replace('\n', ' '));
        }
        return location
                + " was made by another version, or products and hdf5 were one file then and are not now, or the"
                + " other way round: " + why;
    }

    private static Migration migration(MigrationInfo info, String time) {
        MigrationState state = info.getState();
        Migration.State ours = state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED
                ? Migration.State.UNKNOWN
                : state.isFailed()
                        ? Migration.State.FAILED
                        : state.isApplied() ? Migration.State.APPLIED : Migration.State.PENDING;
        return new Migration(info.getVersion().getVersion(), info.getDescription(), ours, time);
    }

    /** When each migration was run, by its rank. Flyway has SQLite write it in UTC, and reads it back in the zone of the host. */
    private static Map<Integer, String> times(DataSource source, String history) throws SQLException {
        Map<Integer, String> times = new HashMap<>();
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            try (ResultSet table = statement
                    .executeQuery("SELECT count(*) FROM pragma_table_info('" + history + "')")) {
                if (!table.next() || table.getInt(1) == 0) {
                    return times;
                }
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT installed_rank, strftime('%Y-%m-%dT%H:%M:%SZ', installed_on) FROM \"" + history + '"')) {
                while (rows.next()) {
                    times.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return times;
    }
}
