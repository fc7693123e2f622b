package org.dsa110.contimg.rest.internal.errors;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Whether and how the tables are served. */
@ConfigMapping(prefix = "contimg.rest")
public interface RestConfig {
    /** Whether they are; {@link org.dsa110.contimg.rest.declare.WithRest} goes by it when a program is built, later it changes nothing. */
    @WithDefault("false")
    boolean enabled();

    /**
     * How long a client may send nothing of a body that is waited for: 1 s to an hour. Each such wait holds a worker thread, and the
     * framework ends it after quarkus.http.read-timeout, without an answer.
     */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration bodyTimeout();

    /**
     * How long a body that is sent with gzip may be when it is unpacked: a few MB can stand for a thousand times as much. Bodies that are
     * taken into memory have a limit of their own.
     */
    @WithDefault("16G")
    MemorySize unpackedBodyLimit();

    /**
     * In bytes. How much of a body must come for each second that it is waited for, beyond those that {@link #bodyTimeout} gives: 1 to
     * 1,048,576. What the service takes to store it is not counted.
     */
    @WithDefault("1024")
    @Min(1)
    @Max(1 << 20)
    int bodyRate();
}
