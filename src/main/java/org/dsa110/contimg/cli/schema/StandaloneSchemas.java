package org.dsa110.contimg.cli.schema;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import org.dsa110.contimg.database.internal.StandaloneFiles;
import org.dsa110.contimg.migration.Schemas;

/** The schemas by the settings of the service, from all places where it looks for them, without the framework that it starts. Stateless. */
final class StandaloneSchemas {
    private StandaloneSchemas() {
    }

    /** @throws RuntimeException naming each setting of the databases that cannot be used */
    static Schemas make() {
        SmallRyeConfigBuilder builder = ConfigUtils.configBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl());
        StandaloneFiles.settings().forEach(builder::withMapping);
        SmallRyeConfig settings = builder.build();
        return Schemas.of(StandaloneFiles.of(settings), settings);
    }
}
