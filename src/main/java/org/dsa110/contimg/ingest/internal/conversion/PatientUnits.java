package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Units of work that are repeated, after pauses that grow, until they succeed or the service stops, whatever they fail with: an hour of
 * conversion must not be lost because a file was away for a while, or in a way that nobody has thought of. For units that may be
 * repeated, also where it is not known whether the last one was stored. Thread-safe.
 */
@ApplicationScoped
class PatientUnits {
    private static final Logger LOG = Logger.getLogger(PatientUnits.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Stopping stopping;
    private final UnstoredOutcomes unstored;
    private final Duration firstPause;
    private final Duration longestPause;

    @Inject
    PatientUnits(Stopping stopping, UnstoredOutcomes unstored) {
        this(stopping, unstored, FIRST_PAUSE, LONGEST_PAUSE);
    }

    PatientUnits(Stopping stopping, UnstoredOutcomes unstored, Duration firstPause, Duration longestPause) {
        this.stopping = stopping;
        this.unstored = unstored;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /** Whether they are not repeated any more, as the service stops. */
    boolean areEnding() {
        return stopping.hasBegun();
    }

    /**
     * Waits for a unit's item, and does the unit again as often as it takes. Logs the first failure and the success after it.
     *
     * @param purpose what the unit is for, for people
     * @param groupId of which it stores something
     * @throws RuntimeException what the unit failed with last, once the service stops
     */
    <T> T await(Uni<T> unit, String purpose, String groupId) throws InterruptedException {
        Duration pause = firstPause;
        boolean failed = false;
        while (true) {
            try {
                T item = unit.await().indefinitely();
                if (failed) {
                    unstored.stored(groupId);
                    LOG.infof("%s of group %s has succeeded", purpose, groupId);
                }
                return item;
            } catch (RuntimeException e) {
                if (e.getCause() instanceof InterruptedException) {
                    throw (InterruptedException) new InterruptedException().initCause(e);
                }
                unstored.failed(groupId, purpose, e);
                if (!failed) {
                    LOG.warnf(e, "%s of group %s is tried again until it succeeds", purpose, groupId);
                    failed = true;
                }
                if (stopping.beginsWithin(pause)) {
                    throw e;
                }
                pause = pause.multipliedBy(2).compareTo(longestPause) < 0 ? pause.multipliedBy(2) : longestPause;
            }
        }
    }
}
