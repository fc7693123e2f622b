package org.dsa110.contimg.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.UnitExecutor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Has the five files at the schema of this version when the program starts, and only then lets units of work at them. */
@ApplicationScoped
class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

    private final DatabaseFiles files;
    private final SchemaLook look;
    private final SchemaUpgrade upgrade;
    private final UnitExecutor units;
    private final Event<DatabasesOpened> opened;
    private final boolean opens;
    private final boolean migrates;

    /**
     * @param opens whether the databases are opened when the program starts
     * @param migrates whether files that are not at the schema of this version are brought there before
     */
    SchemaMigration(DatabaseFiles files, SchemaLook look, SchemaUpgrade upgrade, UnitExecutor units,
            Event<DatabasesOpened> opened, @ConfigProperty(name = "contimg.open-at-start") boolean opens,
            @ConfigProperty(name = "contimg.migrate-at-start") boolean migrates) {
        this.files = files;
        this.look = look;
        this.upgrade = upgrade;
        this.units = units;
        this.opened = opened;
        this.opens = opens;
        this.migrates = migrates;
    }

    /**
     * All files are looked at before any is touched, and what is wrong is said of all of them.
     *
     * @throws DatabaseException when a file cannot be used or migrated; the program then does not start
     */
    void open(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        if (!opens) {
            return;
        }
        Map<Database, Location> locations = files.locate();
        files.refuseUnwritable(locations.values());
        Map<Database, SchemaStatus> statuses = look.beforeMigration(locations);
        Schemas.refuse(statuses.values().stream().map(this::refusal).toList());
        Set<Database> all = locations.keySet();
        statuses.values().stream().filter(status -> status.standing() == Standing.UNVERSIONED)
                .map(SchemaStatus::location).distinct().forEach(location -> LOG.infof(
                        "%s has tables and no history of migrations, as another program made it; it is copied and taken over",
                        location));
        List<UpgradeReport> reports = upgrade.run(files.prepare(), statuses, all, null, false,
                Progress.NONE);
        reports.stream().filter(report -> report.fault() == null).forEach(SchemaMigration::tell);
        Schemas.refuse(reports.stream().map(UpgradeReport::fault).toList());
        units.open(locations);
        opened.fire(new DatabasesOpened());
    }

    private String refusal(SchemaStatus status) {
        String useless = Schemas.useless(status);
        if (useless != null || migrates || status.standing() == Standing.HEAD
                || status.location() instanceof Location.Memory) {
            return useless;
        }
        return Schemas.sentence(status) + ", as contimg.migrate-at-start is off";
    }

    private static void tell(UpgradeReport report) {
        if (report.adoption() != null) {
            List<String> lines = new ArrayList<>();
            lines.add(report.location() + " was taken over"
                    + (report.adoption().copy() == null
                            ? " as it is"
                            : "; a copy from before is " + report.adoption().copy()));
            lines.addAll(report.adoption().steps());
            report.adoption().findings().forEach(finding -> lines.add("left as it is: " + finding));
            lines.forEach(LOG::info);
        }
        for (Database database : report.databases()) {
            long applied = report.applied().stream().filter(words -> words.startsWith(database + " ")).count();
            LOG.infof("%s: %s, %d migrations applied", database, report.location(), applied);
        }
    }
}
