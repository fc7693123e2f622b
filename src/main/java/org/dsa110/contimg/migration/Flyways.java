package org.dsa110.contimg.migration;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.quarkus.flyway.FlywayDataSource;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * Flyway for each database, as the framework has configured it when the program was built: in a native file there are no folders in which
 * migrations could be found. Where the framework is not started, on a JVM, the same settings are read, and Flyway looks for them itself.
 * Thread-safe.
 */
@ApplicationScoped
class Flyways {
    private final Function<Database, Configuration> configurations;

    @Inject
    Flyways(@Any Instance<Flyway> flyways) {
        this.configurations = database -> flyways
                .select(FlywayDataSource.FlywayDataSourceLiteral.of(database.unitName())).get().getConfiguration();
    }

    private Flyways(Map<Database, Configuration> configurations) {
        this.configurations = configurations::get;
    }

    /** By the settings, in a process without the framework. */
    static Flyways of(Config settings) {
        Map<Database, Configuration> configurations = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            String prefix = "quarkus.flyway." + database.unitName() + '.';
            FluentConfiguration configuration = Flyway.configure()
                    .locations(settings.getValue(prefix + "locations", String[].class))
                    .table(settings.getValue(prefix + "table", String.class))
                    .baselineOnMigrate(settings.getValue(prefix + "baseline-on-migrate", Boolean.class))
                    .baselineVersion(settings.getValue(prefix + "baseline-version", String.class))
                    // The framework has none either.
                    .ignoreMigrationPatterns(new String[0]);
            configurations.put(database, configuration.resourceProvider(
                    new Scanner<>(JavaMigration.class, configuration, configuration.getLocations())));
        }
        return new Flyways(configurations);
    }

    /** The table that holds the history of a database. */
    String history(Database database) {
        return configuration(database).getTable();
    }

    /** The migrations of a database that fit where all databases are. */
    MigrationFiles files(Database database, Map<Database, Location> locations) {
        return MigrationFiles.of(configuration(database).getResourceProvider(), locations);
    }

    /** The names of the folders in which migrations of a database are, for whichever place it has. */
    List<String> folders(Database database) {
        return names(database).stream().map(name -> name.split("/")[1]).distinct().toList();
    }

    /** Where the migrations of a database are among the program's resources, such as {@code db/all/V3__a.sql}. */
    Set<String> names(Database database) {
        return configuration(database).getResourceProvider().getResources("V", new String[]{".sql"}).stream()
                .map(file -> file.getAbsolutePath().replaceFirst("^.*?(?=db/)", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Flyway for a database, on connections to where it is, or to a place where migrations are tried out. */
    FluentConfiguration on(DataSource source, Database database, Map<Database, Location> locations) {
        return on(source, database, locations, List.of());
    }

    /** The same with migrations that are not written yet; those of other databases are left out. */
    FluentConfiguration on(DataSource source, Database database, Map<Database, Location> locations,
            List<MigrationFile> added) {
        Configuration configuration = configuration(database);
        return Flyway.configure().configuration(configuration)
                .resourceProvider(MigrationFiles.of(
                        new AddedMigrations(configuration.getResourceProvider(), of(database, added)), locations))
                .dataSource(source);
    }

    /** Those in the folders of a database. */
    List<MigrationFile> of(Database database, List<MigrationFile> files) {
        List<String> folders = folders(database);
        return files.stream().filter(file -> folders.contains(file.folder())).toList();
    }

    /** The texts of the migrations of all databases at a location, by the table that holds their history. */
    Map<String, List<String>> scripts(Location location, Map<Database, Location> locations) {
        return scripts(location, locations, (database, files) -> files.scripts());
    }

    /** The same of some of the migrations only. */
    Map<String, List<String>> scripts(Location location, Map<Database, Location> locations,
            BiFunction<Database, MigrationFiles, List<String>> some) {
        Map<String, List<String>> scripts = new LinkedHashMap<>();
        for (Database database : at(location, locations)) {
            scripts.put(history(database), some.apply(database, files(database, locations)));
        }
        return scripts;
    }

    /** The databases that are at a location. */
    static List<Database> at(Location location, Map<Database, Location> locations) {
        return Arrays.stream(Database.values()).filter(database -> location.equals(locations.get(database))).toList();
    }

    private Configuration configuration(Database database) {
        return configurations.apply(database);
    }
}
