package org.dsa110.contimg.database.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import org.dsa110.contimg.database.Database;
import org.eclipse.microprofile.config.Config;

/** Tells whether anybody has said where a database is. Thread-safe. */
@ApplicationScoped
class PathSources {
    /** The variables of the pipeline in our own setting of a path, which is the only list of them. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):");

    private final SmallRyeConfig config;

    PathSources(Config config) {
        this.config = config.unwrap(SmallRyeConfig.class);
    }

    /** Whether neither a variable of the pipeline nor a key of ours says where it is, so that it is in the state folder. */
    boolean isDefault(Database database) {
        ConfigValue path = config.getConfigValue("contimg.database.path." + database.unitName());
        Matcher variables = VARIABLE.matcher(String.valueOf(path.getRawValue()));
        int found = 0;
        while (variables.find()) {
            found++;
            if (config.getConfigValue(variables.group(1)).getRawValue() != null) {
                return false;
            }
        }
        return found > 0;
    }
}
