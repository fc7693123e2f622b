package org.dsa110.contimg.observation;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How subband files are grouped, by ingest when they arrive, and by hdf5 when it is asked for complete observations. */
@ConfigMapping(prefix = "contimg.ingest")
public interface GroupingConfig {
    /**
     * How long after a group's first timestamp a file still belongs to the group: 1 s to 150 s. Observations begin 300 s apart;
     * half of that keeps a file within reach of one of them only.
     */
    @WithDefault(GroupingRule.USUAL_SECONDS + "s")
    @DurationMin(seconds = 1)
    @DurationMax(seconds = 150)
    Duration clusterTolerance();
}
