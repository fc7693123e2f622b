package org.dsa110.contimg.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dsa110.contimg.ingest.IngestConfig;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingTextTest {
    private static final String COMMAND = "convert \"${CONTIMG_GROUP_ID}\" $(cat) $$ $1 ${x:-a} $${y} ${";

    @TempDir
    Path folder;

    @Test
    void theConverterCommandStandsAsItIsInEverySource() throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"),
                "contimg.ingest.converter.command=" + COMMAND);
        for (ConfigSource source : List.of(
                new EnvConfigSource(Map.of("CONTIMG_INGEST_CONVERTER_COMMAND", COMMAND), 300),
                new PropertiesConfigSource(file.toUri().toURL(), 250),
                new PropertiesConfigSource(Map.of("contimg.ingest.converter.command", COMMAND), "system", 400))) {
            assertThat(ingest(source).converter().command()).as(source.getName()).contains(COMMAND);
        }
    }

    @Test
    void otherSettingsMayNameOneAnother() {
        assertThat(ingest(new PropertiesConfigSource(
                Map.of("contimg.ingest.incoming-dir", "${base}/a$${b}", "base", "/data"), "file", 250)).incomingDir())
                .contains(Path.of("/data/a${b}"));
    }

    @Test
    void aSettingThatNamesNothingIsRefusedAndNotLeftOut() {
        assertThatThrownBy(() -> ingest(new EnvConfigSource(
                Map.of("CONTIMG_INGEST_INCOMING_DIR", "/data/${NOWHERE}/incoming"), 300)))
                .hasMessageContaining("contimg.ingest.incoming-dir").hasMessageContaining("${NOWHERE}");
    }

    private static IngestConfig ingest(ConfigSource source) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredInterceptors()
                .addDiscoveredConverters()
                .withSources(source).withMapping(IngestConfig.class).build().getConfigMapping(IngestConfig.class);
    }
}
