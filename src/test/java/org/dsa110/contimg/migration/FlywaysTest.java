package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Location;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.api.configuration.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that do not start the framework run the migrations as the service does. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FlywaysTest {
    @Inject
    Flyways ofTheService;

    @Inject
    Config settings;

    @ParameterizedTest
    @EnumSource(Database.class)
    void thoseOfCommandsAreThoseOfTheService(Database database) {
        Flyways ofCommands = Flyways.of(settings);

        assertThat(ofCommands.names(database)).isNotEmpty().isEqualTo(ofTheService.names(database));
        assertThat(ofCommands.history(database)).isEqualTo(ofTheService.history(database))
                .isEqualTo("flyway_" + database.unitName());
        for (Map<Database, Location> locations : List.of(apart(), together())) {
            assertThat(ofCommands.files(database, locations).scripts())
                    .isEqualTo(ofTheService.files(database, locations).scripts());
            assertThat(ofCommands.files(database, locations).pending())
                    .isEqualTo(ofTheService.files(database, locations).pending());
            assertThat(told(ofCommands.on(null, database, locations)))
                    .isEqualTo(told(ofTheService.on(null, database, locations)));
        }
    }

    /** What decides which migrations run, how, and what is noted of them. */
    private static List<Object> told(Configuration configuration) {
        return List.of(configuration.getTable(), configuration.isBaselineOnMigrate(),
                configuration.getBaselineVersion(), configuration.getBaselineDescription(),
                configuration.isValidateOnMigrate(), configuration.isValidateMigrationNaming(),
                configuration.isOutOfOrder(), configuration.isMixed(), configuration.isGroup(),
                configuration.isCreateSchemas(), configuration.isExecuteInTransaction(),
                configuration.isPlaceholderReplacement(), configuration.getPlaceholders(),
                configuration.getEncoding(), configuration.getSqlMigrationPrefix(),
                List.of(configuration.getSqlMigrationSuffixes()), configuration.getSqlMigrationSeparator(),
                List.of(configuration.getCallbacks()), List.of(configuration.getSchemas()),
                List.of(configuration.getIgnoreMigrationPatterns()));
    }

    private static Map<Database, Location> apart() {
        Map<Database, Location> locations = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            locations.put(database, new Location.File(Path.of("/state", database.unitName())));
        }
        return locations;
    }

    private static Map<Database, Location> together() {
        Map<Database, Location> locations = new EnumMap<>(Database.class);
        for (Database database : Database.values()) {
            locations.put(database, new Location.File(Path.of("/state/pipeline")));
        }
        return locations;
    }
}
