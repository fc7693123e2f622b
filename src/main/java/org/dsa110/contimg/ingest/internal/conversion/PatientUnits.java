package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.jboss.logging.Logger;

/**
 * Units of work that are repeated for as long as the trouble is one that passes: an hour of conversion must not be lost because
 * another program held a lock for half a minute. For units that may be repeated, which those of a conversion are. Thread-safe.
 */
@ApplicationScoped
class PatientUnits {
    private static final Logger LOG = Logger.getLogger(PatientUnits.class);
    private static final Set<Kind> PASSING = EnumSet.of(Kind.BUSY, Kind.OVERLOADED, Kind.FULL);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Stopping stopping;

    PatientUnits(Stopping stopping) {
        this.stopping = stopping;
    }

    /** Whether the same unit may succeed later without anybody changing it. */
    static boolean passes(Throwable trouble) {
        return trouble instanceof DatabaseException failure && PASSING.contains(failure.kind());
    }

    /**
     * Waits for a unit's item, and does the unit again when need be. Logs the first such time.
     *
     * @param purpose what the unit is for, for the log
     * @throws RuntimeException what the unit failed with: trouble that lasts, or any trouble once the service stops
     */
    <T> T await(Uni<T> unit, String purpose) throws InterruptedException {
        boolean logged = false;
        while (true) {
            try {
                return unit.await().indefinitely();
            } catch (DatabaseException e) {
                if (!passes(e)) {
                    throw e;
                }
                if (!logged) {
                    LOG.warnf("%s is tried again until it succeeds: %s", purpose, e.getMessage());
                    logged = true;
                }
                if (stopping.beginsWithin(PAUSE)) {
                    throw e;
                }
            }
        }
    }
}
