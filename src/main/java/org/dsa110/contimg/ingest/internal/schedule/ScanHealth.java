package org.dsa110.contimg.ingest.internal.schedule;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready when scans of the incoming folder stand still. The answer is for everybody, also where tokens are required. Thread-safe. */
@Readiness
@ApplicationScoped
class ScanHealth implements HealthCheck {
    private final ScanWatch watch;

    ScanHealth(ScanWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        String standstill = watch.look();
        String scans = watch.isScanning() ? "ok" : "none";
        return HealthCheckResponse.named("scans").status(standstill == null)
                .withData("incoming", standstill == null ? scans : standstill).build();
    }
}
