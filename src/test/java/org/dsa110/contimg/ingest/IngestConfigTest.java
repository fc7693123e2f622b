package org.dsa110.contimg.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import org.dsa110.contimg.observation.GroupingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    /** With 5 s a file that a correlator flushes once per integration was taken after a part of it. */
    @Test
    void scansAreFurtherApartThanIntegrationsAreLong() {
        assertThat(with("workers", "2").scanInterval()).isGreaterThan(Duration.ofMillis(12_885));
    }

    @ParameterizedTest
    @CsvSource({"cluster-tolerance,0s", "cluster-tolerance,-5s", "cluster-tolerance,151s", "scan-interval,0s",
            "scan-interval,400ms", "scan-stall,999ms", "scan-stall,366d", "drain-interval,-1s", "converter.timeout,0s",
            "workers,0"})
    void aValueThatCannotWorkIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> with(key, value)).isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("contimg.ingest." + key);
    }

    private static IngestConfig with(String key, String value) {
        return new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(IngestConfig.class)
                .withMapping(GroupingConfig.class)
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValues(Map.of("contimg.ingest." + key, value)).build()
                .getConfigMapping(IngestConfig.class);
    }
}
