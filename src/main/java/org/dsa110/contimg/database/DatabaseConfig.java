package org.dsa110.contimg.database;

import java.time.Duration;
import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the five databases are opened and how their units of work run. */
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

    /** A statement that took longer than this, from its start until it was closed or run again, is logged with its plan. */
    @WithDefault("500ms")
    @DurationMin(millis = 0)
    Duration slowStatement();

    /** How PRAGMA synchronous is set: FULL survives loss of power, NORMAL only a crash of the process. */
    @WithDefault("FULL")
    Synchronous synchronous();

    /** The writer of each file. */
    Writer writer();

    /** The readers of each file. */
    Readers readers();

    /** The write-ahead log of each file. */
    Wal wal();

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
        @WithDefault("5ms")
        @DurationMin(millis = 1)
        Duration hold();

        /** How long the lock stays free for that turn; as long as it was held, while other programs do write. */
        @WithDefault("2ms")
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

    /** How a write-ahead log is kept short. */
    interface Wal {
        /** How much of the log may wait to be copied into the file while writes go on; in idle time all is copied. */
        @WithDefault("4M")
        MemorySize checkpointSize();

        /** How long the log may become before it is begun anew, which waits a moment for readers. It is the size that its file keeps. */
        @WithDefault("16M")
        MemorySize restartSize();

        /** How long the log may become before a warning says who holds it. */
        @WithDefault("64M")
        MemorySize warnSize();
    }
}
