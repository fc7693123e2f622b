package org.dsa110.contimg.ingest.internal.grouping;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.ingest.IngestConfig;

/** Makes scanners with a configuration of their own, as CDI puts them together. */
@ApplicationScoped
@Unremovable
public class Scanners {
    private final GroupRecorder recorder;
    private final RecordedPaths recordedPaths;

    Scanners(GroupRecorder recorder, RecordedPaths recordedPaths) {
        this.recorder = recorder;
        this.recordedPaths = recordedPaths;
    }

    public ArrivalScanner with(IngestConfig config, MeterRegistry metrics) {
        return new ArrivalScanner(recorder, recordedPaths, config, metrics);
    }
}
