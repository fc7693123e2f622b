package org.dsa110.contimg.cli;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What dev mode simulates. */
@ConfigMapping(prefix = "contimg.dev")
interface DevConfig {
    /** The time from one simulated observation to the next, by the clock on the wall. */
    @WithDefault("15s")
    Duration observationInterval();
}
