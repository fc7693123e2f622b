package org.dsa110.contimg.database.internal.sqlite;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

/** How SQLite's files are opened, written beside other programs, and kept short. */
@ConfigMapping(prefix = "contimg.database")
public interface SqliteOptions {
    /** A statement that took longer than this, from its start until it was closed or run again, is logged with its plan. */
    @WithDefault("500ms")
    @DurationMin(millis = 0)
    Duration slowStatement();

    /** How PRAGMA synchronous is set: FULL survives loss of power, NORMAL only a crash of the process. */
    @WithDefault("FULL")
    Synchronous synchronous();

    /** The connection that writes a file. */
    WriterOptions writer();

    /** The connections that read a file. */
    ReaderOptions readers();

    /** The write-ahead log of each file. */
    LogOptions wal();

    /** SQLite's durability levels that are safe with WAL. */
    enum Synchronous {
        NORMAL, FULL
    }

    /** The connection that writes a file. */
    interface WriterOptions {
        /** How long the writer may hold the lock, in one batch or in several on end, before it lets other programs have a turn. */
        @WithDefault("5ms")
        @DurationMin(millis = 1)
        Duration hold();

        /**
         * How long the lock stays free for that turn, the times in which nothing waited meanwhile among it; as long as it was held, while other
         * programs do write.
         */
        @WithDefault("2ms")
        @DurationMin(millis = 0)
        Duration pause();

        /** The page cache of the connection, in KiB. */
        @WithDefault("65536")
        @Min(64)
        int cacheKib();
    }

    /** The connections that read a file. */
    interface ReaderOptions {
        /** The page cache of each connection, in KiB. */
        @WithDefault("8192")
        @Min(64)
        int cacheKib();
    }

    /** How a write-ahead log is kept short. */
    interface LogOptions {
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
