package org.dsa110.contimg.migration;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;

import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.UnitExecutor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/** Brings the five files to the schema of this version when the service starts, and only then lets units of work at them. */
@ApplicationScoped
class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    private final DatabaseFiles files;
    private final UnitExecutor units;
    private final Instance<Flyway> flyways;
    private final Event<DatabasesOpened> opened;

    SchemaMigration(DatabaseFiles files, UnitExecutor units, @Any Instance<Flyway> flyways,
            Event<DatabasesOpened> opened) {
        this.files = files;
        this.units = units;
        this.flyways = flyways;
        this.opened = opened;
    }

    /** @throws DatabaseException when a file cannot be used or migrated; the service then does not start */
    void migrate(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        Map<Database, Location> locations = files.prepare();
        Set<String> histories = Arrays.stream(Database.values())
                .map(database -> flyway(database).getConfiguration().getTable())
                .collect(Collectors.toSet());
        new HashSet<>(locations.values()).forEach(location -> refuseWithoutHistory(location, histories));
        locations.keySet().forEach(database -> migrate(database, locations));
        new HashSet<>(locations.values()).forEach(location -> files.keepSchema(location, scripts(location, locations)));
        units.open(locations);
        opened.fire(new DatabasesOpened());
    }

    /**
     * Before any file is touched: opening one for migration alone would bring it to another journal mode. A file that several databases
     * share may have the history of some of them only.
     */
    private void refuseWithoutHistory(Location file, Set<String> histories) {
        Set<String> tables = files.tables(file);
        if (!tables.isEmpty() && Collections.disjoint(tables, histories)) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    file + " has tables but no history of migrations, so another program"
                            + " made it; such files cannot be brought under this service yet, and it was left as it is",
                    null);
        }
    }

    /** The migrations of all databases at a location, by the table that holds their history. */
    private Map<String, List<String>> scripts(Location location, Map<Database, Location> locations) {
        Map<String, List<String>> scripts = new LinkedHashMap<>();
        for (Database database : locations.keySet()) {
            if (locations.get(database).equals(location)) {
                Configuration configuration = flyway(database).getConfiguration();
                scripts.put(configuration.getTable(),
                        MigrationFiles.of(configuration.getResourceProvider(), locations).scripts());
            }
        }
        return scripts;
    }

    private Flyway flyway(Database database) {
        return flyways.select(FlywayDataSource.FlywayDataSourceLiteral.of(database.unitName())).get();
    }

    private void migrate(Database database, Map<Database, Location> locations) {
        Location location = locations.get(database);
        Configuration configuration = flyway(database).getConfiguration();
        Flyway flyway = Flyway.configure().configuration(configuration)
                .resourceProvider(MigrationFiles.of(configuration.getResourceProvider(), locations))
                .dataSource(files.migrations(location)).load();
        try {
            int applied = flyway.migrate().migrationsExecuted;
            LOG.infof("%s: %s, %d migrations applied", database, location, applied);
        } catch (FlywayValidateException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    location + " was made by another version, or products and hdf5 were one file then and are not now, or the"
                            + " other way round: " + e.getMessage(),
                    e);
        } catch (FlywayException e) {
            throw new DatabaseException(DatabaseException.Kind.STORAGE,
                    "cannot bring " + location + " to the schema of " + database + ": " + e.getMessage()
                            + reason(location, e),
                    e);
        }
    }

    /** On a line of its own, why it failed, where Flyway's own words leave that out. */
    private String reason(Location location, FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !(sql.getCause() instanceof SQLException)) {
                String reason = files.reason(location, sql);
                return reason == null || e.getMessage().contains(reason) ? "" : "\n" + reason;
            }
        }
        return "";
    }
}
