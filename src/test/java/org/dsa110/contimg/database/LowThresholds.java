package org.dsa110.contimg.database;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The service with thresholds that a test passes soon. */
public class LowThresholds implements QuarkusTestProfile {
    static final int SLOW_UNIT_MILLIS = 200;
    static final int RESTART_SIZE = 256 << 10;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("contimg.database.slow-unit", SLOW_UNIT_MILLIS + "ms", "contimg.database.slow-statement", "100ms",
                "contimg.database.wal.checkpoint-size", "64K", "contimg.database.wal.restart-size", "256K",
                "contimg.database.wal.warn-size", "32M", "contimg.database.deadline", "60s");
    }
}
