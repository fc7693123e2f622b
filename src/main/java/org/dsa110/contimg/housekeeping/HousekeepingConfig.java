package org.dsa110.contimg.housekeeping;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * What is put in order by the calendar, and when. A schedule is in UTC: seconds, minutes, hours, day of month, month, day of week, as Quartz
 * has them; or off.
 */
@ConfigMapping(prefix = "contimg.housekeeping")
public interface HousekeepingConfig {
    /** Whether the program does this by itself as time passes, as the service does. */
    @WithDefault("false")
    boolean scheduled();

    /** Comparing the index of subband files with the disk. */
    StorageCheckSettings storageCheck();

    /** Forgetting what became of groups long ago. */
    HistorySettings history();

    /** Looking at what queries need to know of the tables. */
    OptimizeSettings optimize();

    /** When the index of subband files is compared with the disk. */
    interface StorageCheckSettings {
        /** When; or off. */
        @WithDefault("0 30 3 * * ?")
        String schedule();
    }

    /** When, and from when on, the history of groups is forgotten. */
    interface HistorySettings {
        /** When; or off. */
        @WithDefault("0 0 4 * * ?")
        String schedule();

        /** For how long it is kept: a day to 36500 days. */
        @WithDefault("90d")
        @DurationMin(days = 1)
        @DurationMax(days = 36500)
        Duration keep();
    }

    /** When {@code PRAGMA optimize} is run. */
    interface OptimizeSettings {
        /** When; or off. */
        @WithDefault("0 15 4 * * ?")
        String schedule();
    }
}
