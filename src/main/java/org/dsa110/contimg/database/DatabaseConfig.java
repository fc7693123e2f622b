package org.dsa110.contimg.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where the five databases are and how their units of work run. The engine that stores them has settings of its own beside these. */
@ConfigMapping(prefix = "contimg.database")
public interface DatabaseConfig {
    /**
     * The file of each database by its name. Several names may be one file. {@code :memory:} keeps a database in memory, for unit tests:
     * reads and writes then take turns on one thread, and nothing is left in the end.
     */
    Map<String, String> path();

    /** The longest time that one unit of work may run before it is interrupted and undone. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration deadline();

    /** How long a write waits for the write lock that another program holds, counted from its submission. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    @DurationMax(days = 1)
    Duration lockTimeout();

    /** A unit of work whose caller waited longer than this is logged, with its label, how long it waited and how long it ran. */
    @WithDefault("1s")
    @DurationMin(millis = 0)
    Duration slowUnit();

    /** The writer of each file. */
    WriterSettings writer();

    /** The readers of each file. */
    ReaderSettings readers();

    /** The one writer thread of a file. */
    interface WriterSettings {
        /** How many writes may wait before further ones are refused. */
        @WithDefault("4096")
        @Min(1)
        int queueLength();

        /** How many units of work share one commit at the most. */
        @WithDefault("64")
        @Min(1)
        @Max(1024)
        int batchSize();
    }

    /** The reader threads of a file. */
    interface ReaderSettings {
        /** How many reads run at the same time, each on its own connection. */
        @WithDefault("4")
        @Min(1)
        @Max(64)
        int threads();

        /** How many reads may wait before further ones are refused. */
        @WithDefault("4096")
        @Min(1)
        int queueLength();

        /**
         * A read that has run for longer than this while others wait is interrupted, and begun again among the long ones. So it costs a long
         * read as much, and a short one waits no longer.
         */
        @WithDefault("100ms")
        @DurationMin(millis = 1)
        Duration givesWayAfter();

        /** How many long reads run at the same time; empty for half of the processors, and at least one. */
        Optional<@Min(1) @Max(64) Integer> longThreads();

        /** How many long reads may wait before further ones are refused. */
        @WithDefault("64")
        @Min(1)
        int longQueueLength();
    }
}
