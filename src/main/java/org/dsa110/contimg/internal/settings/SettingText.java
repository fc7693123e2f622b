package org.dsa110.contimg.internal.settings;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;

/**
 * Reads the settings whose text is another program's as they stand, and lets no setting of ours pass for one that is not set. MicroProfile
 * Config replaces {@code ${name}} by another setting and {@code $$} by {@code $}, and an optional value in which a name means nothing
 * has no value. Thread-safe.
 */
@Priority(Priorities.APPLICATION)
public final class SettingText implements ConfigSourceInterceptor {
    /** For {@code /bin/sh}, which has its own use of both. */
    private static final String COMMAND = "contimg.ingest.converter.command";
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException naming the setting, when a name in it means nothing */
    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(COMMAND)) {
            return Expressions.withoutExpansion(() -> context.proceed(name));
        }
        ConfigValue value = context.proceed(name);
        if (value != null && value.getValue() == null && value.getRawValue() != null && name.startsWith("contimg.")) {
            throw new IllegalArgumentException(name + " is " + value.getRawValue()
                    + ", in which a ${...} names nothing that is set; $${ stands for ${ itself");
        }
        return value;
    }
}
