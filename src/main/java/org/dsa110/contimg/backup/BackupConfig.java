package org.dsa110.contimg.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where backups go, when the service makes one, and for how long they are kept. */
@ConfigMapping(prefix = "contimg.backup")
public interface BackupConfig {
    /** The folder in which backups lie. It must be there. Without it the service makes none. */
    Optional<Path> folder();

    /** When the service makes a backup, in UTC: seconds, minutes, hours, day of month, month, day of week, as Quartz has them; or off. */
    @WithDefault("0 0 * * * ?")
    String schedule();

    /** How long a backup is kept at least; the newest of each database is kept whatever its age. */
    @WithDefault("7d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 36500)
    Duration keep();
}
