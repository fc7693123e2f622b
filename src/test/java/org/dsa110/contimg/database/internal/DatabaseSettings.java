package org.dsa110.contimg.database.internal;

import java.util.HashMap;
import java.util.Map;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.internal.sqlite.SqliteEngine;
import org.dsa110.contimg.database.internal.sqlite.SqliteOptions;

/** The settings of the databases: the defaults, but for what a test sets. */
public final class DatabaseSettings {
    private final SmallRyeConfig config;

    /** @param settings keys below {@code contimg.database} */
    public DatabaseSettings(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("path.products", "unused"));
        all.putAll(settings);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withMapping(DatabaseConfig.class).withMapping(SqliteOptions.class);
        all.forEach((key, value) -> builder.withDefaultValue("contimg.database." + key, value));
        config = builder.build();
    }

    public DatabaseConfig config() {
        return config.getConfigMapping(DatabaseConfig.class);
    }

    public SqliteOptions sqlite() {
        return config.getConfigMapping(SqliteOptions.class);
    }

    public SqliteEngine engine() {
        return new SqliteEngine(config(), sqlite());
    }
}
