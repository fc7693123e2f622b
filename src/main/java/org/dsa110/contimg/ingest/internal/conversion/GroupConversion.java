package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.All;
import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.ConvertedGroup;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.jboss.logging.Logger;

/**
 * Takes a claimed group to its end: the converter runs, the files and the measurement set are registered, the group is completed.
 * In that order, so that after a crash between them the group still is in progress and doing all of it again repairs it. Thread-safe.
 */
@ApplicationScoped
class GroupConversion {
    private static final Logger LOG = Logger.getLogger(GroupConversion.class);

    private final ConversionQueue queue;
    private final RunningConverters converters;
    private final PatientUnits units;
    private final List<ConvertedGroupListener> listeners;

    /** How a conversion ended. */
    enum Outcome {
        COMPLETED, FAILED,
        /** The group went back to pending, because the service stops. */
        RELEASED,
        /** Somebody else changed the group's state meanwhile. */
        LOST
    }

    GroupConversion(ConversionQueue queue, RunningConverters converters, PatientUnits units,
            @All List<ConvertedGroupListener> listeners) {
        this.queue = queue;
        this.converters = converters;
        this.units = units;
        this.listeners = listeners;
    }

    /**
     * Returns when the group has left the state in_progress, which takes as long as the databases are locked or full. Throws what the
     * database throws when that cannot be written at all, or not before the service stops.
     */
    Outcome convert(ClaimedGroup group, String command) throws InterruptedException {
        try {
            return run(group, command);
        } catch (ConversionFailedException | RuntimeException e) {
            if (PatientUnits.passes(e)) {
                // It would still be tried, if the service did not stop: not the group's fault.
                return release(group);
            }
            String error = e.getMessage() == null ? e.toString() : e.getMessage();
            boolean ours = !(e instanceof ConversionFailedException) || e.getCause() instanceof Error;
            LOG.errorf(ours ? e : null, "Group %s failed: %s", group.groupId(),
                    error);
            return units.await(queue.fail(group.groupId(), error), "Failing group " + group.groupId())
                    ? Outcome.FAILED
                    : Outcome.LOST;
        }
    }

    private Outcome release(ClaimedGroup group) throws InterruptedException {
        LOG.infof("Group %s goes back to pending", group.groupId());
        return units.await(queue.release(group.groupId()), "Giving group " + group.groupId() + " back")
                ? Outcome.RELEASED
                : Outcome.LOST;
    }

    private Outcome run(ClaimedGroup group, String command) throws ConversionFailedException, InterruptedException {
        List<ConvertedFile> files = ConverterInput.read(group);
        long started = System.nanoTime();
        ConverterResult result = converters.run(command, group);
        Duration total = Duration.ofNanos(System.nanoTime() - started);
        if (result == null) {
            return release(group);
        }
        ConvertedGroup converted = new ConvertedGroup(group.groupId(), result.msPath(), files);
        for (ConvertedGroupListener listener : listeners) {
            units.await(listener.onConverted(converted), "Registering group " + group.groupId());
        }
        if (!units.await(queue.complete(group.groupId(), result, total), "Completing group " + group.groupId())) {
            LOG.warnf("group %s is no longer in progress; what was converted stays registered", group.groupId());
            return Outcome.LOST;
        }
        LOG.infof("Group %s converted in %.1f s: %s", group.groupId(), total.toMillis() / 1000.0, result.msPath());
        return Outcome.COMPLETED;
    }
}
