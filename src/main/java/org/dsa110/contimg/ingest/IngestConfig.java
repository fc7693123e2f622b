package org.dsa110.contimg.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How subband files are found, grouped and converted. */
@ConfigMapping(prefix = "contimg.ingest")
public interface IngestConfig {
    /** Whether the service scans and converts by itself as time passes. */
    @WithDefault("true")
    boolean scheduled();

    /** The folder in which the correlator's files arrive; without it nothing is scanned. */
    Optional<Path> incomingDir();

    /** How often the incoming folder is scanned, whole seconds. A file is taken when two scans saw it the same. */
    @WithDefault("5s")
    Duration scanInterval();

    /** How long after a group's first timestamp a file still belongs to the group. */
    @WithDefault("90s")
    Duration clusterTolerance();

    /** How often free workers look for pending groups, and the queue is counted, whole seconds. */
    @WithDefault("1s")
    Duration drainInterval();

    /** How many groups are converted at a time. */
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int workers();

    /** What converts a group. */
    Converter converter();

    /** The program that converts a group into a measurement set; {@link ConverterProcess} has its contract. */
    interface Converter {
        /** The command, for {@code /bin/sh -c}; without it groups stay pending, for workers of other programs. */
        Optional<String> command();

        /** How long one conversion may take before it is ended and the group has failed. */
        @WithDefault("1h")
        Duration timeout();
    }
}
