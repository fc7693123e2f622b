package org.dsa110.contimg.backup;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** The metrics of the backups of a service that makes some. Thread-safe. */
@ApplicationScoped
class BackupMeters {
    private final MeterRegistry registry;
    private volatile double newest;
    private volatile double bytes;
    private Counter failures;
    private Counter lookFailures;
    private Timer time;

    BackupMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Called once, before all others. Without backups there are no metrics of them that could raise an alert. */
    void register() {
        Gauge.builder("dsa110_backup_last_success_timestamp", () -> newest)
                .description(
                        "When the newest whole backup of all databases was begun, Unix seconds; 0 when there is none")
                .register(registry);
        Gauge.builder("contimg_backup_size", () -> bytes).baseUnit("bytes")
                .description("Size of the newest whole backup of all databases").register(registry);
        failures = Counter.builder("contimg_backup_failures").description("Backups by the service that failed")
                .register(registry);
        lookFailures = Counter.builder("contimg_backup_look_failures")
                .description("Looks into the folder of the backups that failed").register(registry);
        time = Timer.builder("contimg_backup").description("Backups by the service that were made").register(registry);
    }

    /** @param backup null when there is none */
    void found(Backup backup) {
        newest = backup == null ? 0 : backup.manifest().begun().toEpochMilli() / 1000.0;
        bytes = backup == null ? 0 : backup.manifest().compressedBytes();
    }

    /** @param took by the monotonic clock */
    void made(Backup backup, Duration took) {
        found(backup);
        time.record(took);
    }

    void failed() {
        failures.increment();
    }

    void lookFailed() {
        lookFailures.increment();
    }
}
