package org.dsa110.contimg.housekeeping;

import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What the last check of the disk found, by the names that the dashboards know; they are there from the first on. Thread-safe. */
@ApplicationScoped
class StorageMeters {
    private record Last(double onDisk, double indexed, double percentage) {
    }

    private volatile Last last = new Last(Double.NaN, Double.NaN, Double.NaN);

    StorageMeters(MeterRegistry metrics) {
        gauge(metrics, "contimg_storage_files_on_disk", "Subband files in the folders that were looked into",
                Last::onDisk);
        gauge(metrics, "contimg_storage_files_indexed", "Subband files of the index that are on the disk",
                Last::indexed);
        gauge(metrics, "contimg_storage_sync_percentage", "Of the files of index or disk, those on which both agreed",
                Last::percentage);
    }

    void found(Findings findings) {
        last = new Last(findings.filesOnDisk(), findings.filesIndexed(), findings.percentage());
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Last> value) {
        Gauge.builder(name, () -> value.applyAsDouble(last)).description(description).register(metrics);
    }
}
