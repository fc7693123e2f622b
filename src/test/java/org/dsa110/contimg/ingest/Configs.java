package org.dsa110.contimg.ingest;

import java.util.Map;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.dsa110.contimg.observation.GroupingConfig;

/** Configurations as the service reads them. */
public final class Configs {
    private Configs() {
    }

    /** All defaults, but for these keys. */
    public static IngestConfig with(Map<String, String> values) {
        return new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(IngestConfig.class)
                .withMapping(GroupingConfig.class)
                .withDefaultValues(values).build()
                .getConfigMapping(IngestConfig.class);
    }
}
