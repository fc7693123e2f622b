package org.dsa110.contimg.ingest.internal.grouping;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;

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

    /**
     * @param looked hears of each file that is looked into
     * @param nanoTime the clock by which scans get on
     */
    public ArrivalScanner with(IngestConfig config, MeterRegistry metrics, Consumer<Path> looked,
            LongSupplier nanoTime) {
        return new ArrivalScanner(recorder, recordedPaths, config, metrics, file -> {
            looked.accept(file);
            return Uvh5Content.of(file);
        }, new ScanProgress(nanoTime));
    }
}
