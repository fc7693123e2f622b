package org.dsa110.contimg.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files' paths as the shipped configuration has them, under environments made up here. */
class DatabasePathTest {
    @ParameterizedTest
    @EnumSource(Database.class)
    void withoutVariablesTheFilesLieInTheHostsStateFolder(Database database) {
        assertThat(path(database, Map.of(), "prod")).isEqualTo("/data/dsa110-contimg/state/" + database + ".sqlite3");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theStateFolderMovesAllFive(Database database) {
        assertThat(path(database, Map.of("PIPELINE_STATE_DIR", "/s"), "prod")).isEqualTo("/s/" + database + ".sqlite3");
    }

    @ParameterizedTest
    @CsvSource({"PRODUCTS,PIPELINE_PRODUCTS_DB", "CAL_REGISTRY,PIPELINE_CAL_REGISTRY_DB",
            "CAL_REGISTRY,CAL_REGISTRY_DB",
            "CAL_REGISTRY,PIPELINE_REGISTRY_DB", "CAL_REGISTRY,CONTIMG_REGISTRY_DB", "HDF5,PIPELINE_HDF5_DB",
            "HDF5,HDF5_DB_PATH",
            "INGEST,PIPELINE_INGEST_DB", "INGEST,PIPELINE_QUEUE_DB", "INGEST,CONTIMG_QUEUE_DB",
            "DATA_REGISTRY,PIPELINE_DATA_REGISTRY_DB",
            "PRODUCTS,CONTIMG_PRODUCTS_DB", "CAL_REGISTRY,CONTIMG_CAL_REGISTRY_DB", "HDF5,CONTIMG_HDF5_DB",
            "INGEST,CONTIMG_INGEST_DB", "DATA_REGISTRY,CONTIMG_DATA_REGISTRY_DB",
            "DATA_REGISTRY,DATA_REGISTRY_DB"})
    void aVariableOrAnAliasNamesTheFile(Database database, String variable) {
        assertThat(path(database, Map.of(variable, "/x/y.db", "PIPELINE_STATE_DIR", "/s"), "prod"))
                .isEqualTo("/x/y.db");
    }

    @Test
    void theCurrentNameWinsOverAnAlias() {
        assertThat(path(Database.INGEST, Map.of("PIPELINE_INGEST_DB", "/new", "PIPELINE_QUEUE_DB", "/old"), "prod"))
                .isEqualTo("/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test"})
    void devModeAndTestsNeverUseThePipelinesFiles(String profile) {
        Map<String, String> environment = Map.of("PIPELINE_STATE_DIR", "/data", "PIPELINE_PRODUCTS_DB", "/data/p",
                "PIPELINE_INGEST_DB",
                "/data/i", "PIPELINE_CAL_REGISTRY_DB", "/data/c", "PIPELINE_HDF5_DB", "/data/h",
                "PIPELINE_DATA_REGISTRY_DB", "/data/d");
        for (Database database : Database.values()) {
            assertThat(path(database, environment, profile)).doesNotStartWith("/data")
                    .endsWith("/" + database + ".sqlite3");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void migrationAndBootUseTheSameFile(Database database) {
        SmallRyeConfig config = config(Map.of("PIPELINE_STATE_DIR", "/s"), "prod");
        assertThat(config.getValue("quarkus.datasource." + database + ".jdbc.url", String.class))
                .startsWith("jdbc:sqlite:/s/" + database + ".sqlite3?");
    }

    private static String path(Database database, Map<String, String> environment, String profile) {
        return config(environment, profile).getValue("contimg.database.path." + database, String.class);
    }

    private static SmallRyeConfig config(Map<String, String> environment, String profile) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(file("META-INF/microprofile-config.properties", 100),
                        file("META-INF/microprofile-config-" + profile + ".properties", 101))
                .withSources(new PropertiesConfigSource(environment, "environment", 300)).build();
    }

    private static PropertiesConfigSource file(String name, int ordinal) {
        Properties properties = new Properties();
        try (InputStream file = DatabasePathTest.class.getClassLoader().getResourceAsStream(name)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((key, value) -> values.put((String) key, (String) value));
        return new PropertiesConfigSource(values, name, ordinal);
    }
}
