package org.dsa110.contimg.ingest.internal.grouping;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** The metrics of what arrives. Thread-safe. */
public final class IngestMeters {
    private final MeterRegistry registry;
    private final Counter failedScans;
    private final Timer scans;

    IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.failedScans = failures(registry, "scan");
        this.scans = Timer.builder("contimg_ingest_scan").description("Scans of the incoming folder that could read it")
                .register(registry);
    }

    /** Counts what failed as a whole; made before the first does, so that this shows as one. */
    public static Counter failures(MeterRegistry registry, String job) {
        return Counter.builder("contimg_ingest_failures")
                .description("Scans of the incoming folder, and looks at the queue, that failed as a whole")
                .tag("job", job).register(registry);
    }

    /** Made only where there are scans. */
    public static void lastScanAge(MeterRegistry registry, ScanProgress progress) {
        Gauge.builder("contimg_ingest_last_scan_age", () -> progress.sinceEndedWell().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Time since the last scan of the incoming folder that ended well, or since scans began")
                .register(registry);
    }

    /** @param outcome recorded, not_readable and late (recorded too), duplicate, vanished, not_whole, failed, or set_aside (was one of these two) */
    void files(String outcome, int count) {
        Counter.builder("contimg_ingest_files")
                .description(
                        "Subband files that arrived, by what became of them; not_readable and late are among the recorded")
                .tag("outcome", outcome).register(registry).increment(count);
    }

    void scanned(long nanoseconds) {
        scans.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    void scanFailed() {
        failedScans.increment();
    }
}
