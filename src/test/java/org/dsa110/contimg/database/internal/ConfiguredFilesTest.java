package org.dsa110.contimg.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.database.Database.CAL_REGISTRY;
import static org.dsa110.contimg.database.Database.DATA_REGISTRY;
import static org.dsa110.contimg.database.Database.HDF5;
import static org.dsa110.contimg.database.Database.INGEST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the variables of the pipeline say that the files are. */
class ConfiguredFilesTest {
    @TempDir
    Path folder;
    private Path state;

    @BeforeEach
    void findFolder() throws IOException {
        state = folder.toRealPath().resolve("state");
    }

    @Test
    void withoutVariablesEachIsInTheStateFolderWhichIsMadeOnlyWhenItIsNeeded() throws IOException {
        assertThat(paths(Map.of())).isEqualTo(five());
        assertThat(state).doesNotExist();
        files(Map.of()).prepare();
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void oneFileIsForAllThatHaveNoVariable() throws IOException {
        String one = state.resolve("db/pipeline.sqlite3").toString();
        assertThat(paths(Map.of("PIPELINE_DB", one)).values()).hasSize(5).containsOnly(one);
        Map<Database, String> expected = new HashMap<>();
        for (Database database : Database.values()) {
            expected.put(database, one);
        }
        expected.put(INGEST, "/old/queue");
        expected.put(HDF5, "/old/hdf5");
        expected.put(CAL_REGISTRY, "/old/registry");
        expected.put(DATA_REGISTRY, "/new/data");
        assertThat(paths(Map.of("PIPELINE_DB", one, "CONTIMG_QUEUE_DB", "/old/queue", "HDF5_DB_PATH", "/old/hdf5",
                "CONTIMG_REGISTRY_DB", "/old/registry", "PIPELINE_DATA_REGISTRY_DB", "/new/data", "DATA_REGISTRY_DB",
                "/older/data"))).isEqualTo(expected);
    }

    @Test
    void aLoneFileForAllIsNotPassedOver() throws IOException {
        Path one = Files.createFile(Files.createDirectories(state.resolve("db")).resolve("pipeline.sqlite3"));
        assertThatThrownBy(() -> files(Map.of()).locate()).isInstanceOf(DatabaseException.class)
                .hasMessageContaining(one + " is there").hasMessageContaining("set PIPELINE_DB=" + one);
        assertThat(paths(Map.of("PIPELINE_DB", one.toString())).values()).containsOnly(one.toString());
        String products = state.resolve("products.sqlite3").toString();
        assertThat(paths(Map.of("PIPELINE_PRODUCTS_DB", products))).as("somebody has said it").isEqualTo(five());
        assertThat(paths(Map.of("contimg.database.path.products", products))).isEqualTo(five());
        Files.createFile(state.resolve("ingest.sqlite3"));
        assertThat(paths(Map.of())).as("some of the five are there").isEqualTo(five());
    }

    @Test
    void whatIsWrongWithSeveralPathsIsSaidOfAll() {
        assertThatThrownBy(() -> files(Map.of("PIPELINE_PRODUCTS_DB", "a?b", "PIPELINE_HDF5_DB", "file:c")).locate())
                .isInstanceOf(DatabaseException.class).message().satisfies(message -> assertThat(message.lines())
                        .hasSize(2).anyMatch(line -> line.contains("contimg.database.path.products=a?b"))
                        .anyMatch(line -> line.contains("contimg.database.path.hdf5=file:c")));
    }

    @Test
    void aLinkedFolderIsOneFileWithWhatItLeadsTo() throws IOException {
        Files.createDirectories(state);
        Path link = Files.createSymbolicLink(folder.resolve("link"), state);
        assertThat(paths(Map.of("PIPELINE_HDF5_DB", link.resolve("new/a"), "PIPELINE_PRODUCTS_DB",
                state.resolve("new/a"))).get(HDF5)).isEqualTo(state.resolve("new/a").toString());
    }

    private Map<Database, String> five() {
        Map<Database, String> five = new HashMap<>();
        for (Database database : Database.values()) {
            five.put(database, state.resolve(database + ".sqlite3").toString());
        }
        return five;
    }

    private Map<Database, String> paths(Map<String, ?> variables) throws IOException {
        Map<Database, String> paths = new HashMap<>();
        files(variables).locate().forEach((database, location) -> paths.put(database, location.toString()));
        return paths;
    }

    /** By the settings that the program has itself. */
    private DatabaseFiles files(Map<String, ?> variables) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withMapping(DatabaseConfig.class)
                .withSources(new PropertiesConfigSource(
                        Path.of("src/main/resources/META-INF/microprofile-config.properties").toUri().toURL(), 100))
                .withDefaultValue("PIPELINE_STATE_DIR", state.toString());
        Map<String, String> set = new HashMap<>();
        variables.forEach((name, value) -> set.put(name, value.toString()));
        SmallRyeConfig config = builder.withSources(new PropertiesConfigSource(set, "variables", 300)).build();
        return new ConfiguredFiles(config.getConfigMapping(DatabaseConfig.class),
                Optional.of(config.getValue("contimg.state-dir", String.class)), new PathSources(config), null);
    }
}
