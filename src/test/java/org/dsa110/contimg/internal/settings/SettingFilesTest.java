package org.dsa110.contimg.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingFilesTest {
    private static final String IS_NONE = "contimg.ingest.worker is no setting of this program; contimg.ingest.workers is";

    @TempDir
    Path folder;

    @Test
    void aFolderWithoutFilesHasNothingMisspelt() {
        assertThat(misspelt(Map.of(), new Properties())).isEmpty();
    }

    @Test
    void theFilesOfAllProfilesAreLookedAt() throws IOException {
        write("config/application.properties", "contimg.ingest.worker=1");
        Path site = write("config/application-site.properties", "contimg.ingest.worker=1");
        write("config/another.properties", "contimg.ingest.worker=1");
        assertThat(misspelt(Map.of(), new Properties())).containsExactly(IS_NONE, site + ": " + IS_NONE);
    }

    @Test
    void soAreThoseThatAreNamedByWhateverSaysIt() throws IOException {
        Path one = write("one.properties", "contimg.ingest.worker=1");
        Path two = write("two/two.properties", "contimg.ingest.worker=1");
        Path three = write("three/three.properties", "contimg.ingest.worker=1");
        Path four = write("four.properties", "contimg.ingest.worker=1");
        write(".env", "SMALLRYE_CONFIG_LOCATIONS=" + four.toUri());
        write("config/application.properties", "quarkus.config.locations=https://example.org/x.properties");
        Properties system = new Properties();
        system.setProperty("quarkus.config.locations", "one.properties, " + two.getParent());
        assertThat(misspelt(Map.of("QUARKUS_CONFIG_LOCATIONS", three.toString()), system)).containsExactlyInAnyOrder(
                one + ": " + IS_NONE, two + ": " + IS_NONE, three + ": " + IS_NONE, four + ": " + IS_NONE);
    }

    @Test
    void whatIsRightOrNoneOfOursIsPassedOver() throws IOException {
        write("config/application-prod.properties",
                "contimg.ingest.workers=1\nquarkus.http.prt=1\n%dev.contimg.state-dir=x");
        write(".env", "CONTIMG_SCRATCH_DIR=/scratch\n# \u00e9");
        assertThat(misspelt(Map.of("QUARKUS_CONFIG_LOCATIONS", "/none/at/all.properties,\u0000"), new Properties()))
                .isEmpty();
    }

    private List<String> misspelt(Map<String, String> environment, Properties system) {
        return SettingFiles.misspelt(folder, environment, system);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text + "\n");
    }
}
