package org.dsa110.contimg.database.internal.engine;

import io.smallrye.config.SmallRyeConfig;
import org.dsa110.contimg.database.DatabaseConfig;

/** Makes the engine where the framework, which makes it otherwise, is not started. Found by {@link java.util.ServiceLoader}. */
public interface EngineFactory {
    /** The engine's own settings: an interface that the configuration must map. */
    Class<?> options();

    /**
     * Makes one.
     *
     * @param settings where {@link #options} are mapped
     */
    Engine engine(DatabaseConfig config, SmallRyeConfig settings);
}
