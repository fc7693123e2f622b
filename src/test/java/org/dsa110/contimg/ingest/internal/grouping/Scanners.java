package org.dsa110.contimg.ingest.internal.grouping;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final SetAsideFiles setAside;

    Scanners(GroupRecorder recorder, RecordedPaths recordedPaths, SetAsideFiles setAside) {
        this.setAside = setAside;
        this.recorder = recorder;
        this.recordedPaths = recordedPaths;
    }

    public ArrivalScanner with(IngestConfig config, MeterRegistry metrics) {
        return with(config, metrics, Uvh5Content::of);
    }

    /** For it a scan interval passes with each look at the time, so that two scans on end are enough for a file. */
    ArrivalScanner with(IngestConfig config, MeterRegistry metrics, Function<Path, Uvh5Content> reader) {
        return with(config, metrics, reader, intervalWithEachLook(config));
    }

    ArrivalScanner with(IngestConfig config, MeterRegistry metrics, Function<Path, Uvh5Content> reader,
            LongSupplier nanoTime) {
        return new ArrivalScanner(recorder, recordedPaths, setAside, config, metrics, reader, nanoTime,
                new ScanProgress(System::nanoTime));
    }

    /**
     * As {@link #with} for the staying of files.
     *
     * @param looked hears of each file that is looked into
     * @param nanoTime the clock by which scans get on
     */
    public ArrivalScanner gettingOnBy(IngestConfig config, MeterRegistry metrics, Consumer<Path> looked,
            LongSupplier nanoTime) {
        return new ArrivalScanner(recorder, recordedPaths, setAside, config, metrics, file -> {
            looked.accept(file);
            return Uvh5Content.of(file);
        }, intervalWithEachLook(config), new ScanProgress(nanoTime));
    }

    private static LongSupplier intervalWithEachLook(IngestConfig config) {
        AtomicLong time = new AtomicLong();
        return () -> time.addAndGet(config.scanInterval().toNanos());
    }
}
