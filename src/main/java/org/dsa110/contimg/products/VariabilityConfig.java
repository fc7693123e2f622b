package org.dsa110.contimg.products;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When the variability of sources is brought up to date. */
@ConfigMapping(prefix = "contimg.variability")
public interface VariabilityConfig {
    /**
     * How often the service looks for sources whose photometry was written past it, and computes their statistics anew; and for those whose
     * photometry anybody wrote, and keeps what the list of sources has of them: 0.1 s to a day; without it never.
     */
    Optional<@DurationMin(millis = 100) @DurationMax(days = 1) Duration> catchUpInterval();
}
