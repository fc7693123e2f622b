package org.dsa110.contimg.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How subband files are found and converted; {@link org.dsa110.contimg.observation.GroupingConfig} says how they are grouped. */
@ConfigMapping(prefix = "contimg.ingest")
public interface IngestConfig {
    /** Whether the program scans and converts by itself as time passes, as the service does. */
    @WithDefault("false")
    boolean scheduled();

    /** The folder in which the correlator's files arrive; without it nothing is scanned. */
    Optional<Path> incomingDir();

    /**
     * The time from one scan of the incoming folder to the next, 1 s at least, and how long a file must stay the same before it is taken; so this
     * must be longer than the pauses in which a file that is being written stays the same. A correlator that flushes once per
     * integration pauses 12.885 s, and what it has flushed is a readable file that lacks nothing but later integrations; hence 15 s.
     */
    @WithDefault("15s")
    @DurationMin(seconds = 1)
    Duration scanInterval();

    /**
     * How long after the next scan should have begun the service is ready still when scans do not get on, 1 s to a year. Longer than a
     * write may wait for another program's lock, as the recording of files does.
     */
    @WithDefault("2m")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration scanStall();

    /**
     * How long a file may stay the same without being whole before it is set aside, until it changes: 1 s to a year. It goes by the time since
     * the service has seen it so.
     */
    @WithDefault("24h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration setAsideAfter();

    /** The time from one look of free workers for pending groups, and count of the queue, to the next; 1 s at least. */
    @WithDefault("1s")
    @DurationMin(seconds = 1)
    Duration drainInterval();

    /** How many groups are converted at a time. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int workers();

    /** What converts a group. */
    ConverterSettings converter();

    /**
     * How long a claimed group stays its worker's without a sign of life: 1 s to a day. A worker of another program may ask for a lease of
     * another length; a group that another program put into progress without a claim has this one.
     */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration lease();

    /** What becomes of groups that stay incomplete. */
    IncompleteSettings incomplete();

    /** How long a group waits for its subbands. The time counts in which the service looked for files and found none of the group. */
    interface IncompleteSettings {
        /** How long after its last subband came a group is given up that lacks others: 1 s to a year. */
        @WithDefault("24h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 365)
        Duration giveUpAfter();

        /** With how many different subbands a group is converted after a while though others are missing; without it none is. */
        Optional<@Min(12) @Max(15) Integer> promoteSubbands();

        /** How long after its last subband came such a group is converted: 1 s to a year. */
        @WithDefault("1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 365)
        Duration promoteAfter();
    }

    /**
     * How long a group may lack subbands before operators are told that it is stuck, 1 s to a year. The files of an observation come within
     * minutes.
     */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration stuckAfter();

    /** Where outcomes of conversions are kept until the queue has them; without it beside the file of ingest. */
    Optional<Path> outcomeDir();

    /** How often a group is tried. */
    RetrySettings retry();

    /** When a group that failed is tried again. */
    interface RetrySettings {
        /** How often it is tried in all. */
        @WithDefault("3")
        @Min(1)
        @Max(1000)
        int attempts();

        /** How long to wait after the first attempt; after each further one twice as long, and up to a quarter longer by chance. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        @DurationMax(days = 1)
        Duration firstPause();

        /** The longest such pause. */
        @WithDefault("5m")
        @DurationMin(millis = 1)
        @DurationMax(days = 1)
        Duration longestPause();
    }

    /** The program that converts a group into a measurement set; the README has its contract. */
    interface ConverterSettings {
        /** The command, for {@code /bin/sh -c}; without it groups stay pending, for workers of other programs. */
        Optional<String> command();

        /** How long one conversion may take before it is ended and the group has failed: 1 s to a year. */
        @WithDefault("1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 365)
        Duration timeout();
    }
}
