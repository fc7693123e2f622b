package org.dsa110.contimg.database.internal;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

import io.smallrye.config.SmallRyeConfig;
import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.internal.engine.EngineFactory;

/** The files of the databases in a process where the framework is not started. Stateless. */
public final class StandaloneFiles {
    private StandaloneFiles() {
    }

    /** What the configuration must map for {@link #of}. */
    public static List<Class<?>> settings() {
        return List.of(DatabaseConfig.class, engine().options());
    }

    /** By these settings, which say the same as those of the service. */
    public static DatabaseFiles of(SmallRyeConfig settings) {
        DatabaseConfig config = settings.getConfigMapping(DatabaseConfig.class);
        Optional<String> stateDir = settings.getOptionalValue("contimg.state-dir", String.class);
        return new ConfiguredFiles(config, stateDir, new PathSources(settings), engine().engine(config, settings));
    }

    private static EngineFactory engine() {
        return ServiceLoader.load(EngineFactory.class).findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no engine"));
    }
}
