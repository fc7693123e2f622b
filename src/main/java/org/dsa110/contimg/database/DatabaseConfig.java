package org.dsa110.contimg.database;

import java.time.Duration;
import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the five databases are opened and how their units of work run. */
@ConfigMapping(prefix = "contimg.database")
public interface DatabaseConfig {
    /** The file of each database by its name. Several names may be one file. */
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

    /** How PRAGMA synchronous is set: FULL survives loss of power, NORMAL only a crash of the process. */
    @WithDefault("FULL")
    Synchronous synchronous();

    /** The writer of each file. */
    Writer writer();

    /** The readers of each file. */
    Readers readers();

    /** SQLite's durability levels that are safe with WAL. */
    enum Synchronous {
        NORMAL, FULL
    }

    /** The one writer thread of a file. */
    interface Writer {
        /** How many writes may wait before further ones are refused. */
        @WithDefault("4096")
        @Min(1)
        int queueLength();

        /** How many units of work share one commit at the most. */
        @WithDefault("64")
        @Min(1)
        @Max(1024)
        int batchSize();

        /** How long the writer may hold the lock, in one batch or in several on end, before it lets other programs have a turn. */
        @WithDefault("20ms")
        @DurationMin(millis = 1)
        Duration hold();

        /** How long the lock stays free for that turn. */
        @WithDefault("1ms")
        @DurationMin(millis = 0)
        Duration pause();

        /** The page cache of the connection, in KiB. */
        @WithDefault("65536")
        @Min(64)
        int cacheKib();
    }

    /** The reader threads of a file. */
    interface Readers {
        /** How many reads run at the same time, each on its own connection. */
        @WithDefault("4")
        @Min(1)
        @Max(64)
        int threads();

        /** How many reads may wait before further ones are refused. */
        @WithDefault("4096")
        @Min(1)
        int queueLength();

        /** The page cache of each connection, in KiB. */
        @WithDefault("8192")
        @Min(64)
        int cacheKib();
    }
}
