package org.dsa110.contimg.ingest.internal.schedule;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.grouping.ArrivalScanner;
import org.jboss.logging.Logger;

/**
 * Sees when scans of the incoming folder stand still: when one hangs, none begins, or the folder cannot be read, for longer than
 * {@link IngestConfig#scanStall} after the next should have begun. However long a scan is, it does not stand still as long as it finds names
 * or gets through files. What the database refuses is no standstill; its own health check tells of that. Thread-safe.
 */
@ApplicationScoped
class ScanWatch {
    private static final Logger LOG = Logger.getLogger(ScanWatch.class);

    private final ArrivalScanner scanner;
    private final boolean scanning;
    private final Duration longest;
    /** Whether it was logged that scans stand still. Guarded by this. */
    private boolean told;

    ScanWatch(ArrivalScanner scanner, IngestConfig config) {
        this.scanner = scanner;
        this.scanning = config.scheduled() && config.incomingDir().isPresent();
        this.longest = config.scanInterval().plus(config.scanStall());
    }

    /** Whether there is anything to be scanned as time passes. */
    boolean isScanning() {
        return scanning;
    }

    /**
     * Logs when scans begin to stand still, and when they go on; so it is called whether or not anybody asks.
     *
     * @return what stands still and for how long, without the name of the folder; null when all is well
     */
    synchronized String look() {
        Duration idle = scanner.progress().idle();
        if (!scanning || idle.compareTo(longest) <= 0) {
            if (told) {
                told = false;
                LOG.info("Scans of the incoming folder go on again");
            }
            return null;
        }
        String standstill = scanner.isScanning()
                ? "the scan that runs has not got on for " + idle.toSeconds() + " s"
                : "no scan has got on for " + idle.toSeconds() + " s; the service's log says why";
        if (!told) {
            told = true;
            LOG.warnf("Scans of the incoming folder stand still, and the service is not ready: %s", standstill);
        }
        return standstill;
    }
}
