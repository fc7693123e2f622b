package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.ConvertedFile;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.Converted;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.dsa110.contimg.ingest.internal.queue.ClaimEnd;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.jboss.logging.Logger;

/**
 * Takes a claimed group to its end: the converter runs, and what it has come to is stored, as often as it takes. The other databases hear
 * of it afterwards, from {@link OutboxRelay}: what goes wrong there does not touch the group. Thread-safe.
 */
@ApplicationScoped
class GroupConversion {
    private static final Logger LOG = Logger.getLogger(GroupConversion.class);

    private final Claims claims;
    private final RunningConverters converters;
    private final Heartbeats heartbeats;
    private final OutcomeJournal journal;
    private final PatientUnits units;

    /** How a conversion ended. */
    enum Outcome {
        COMPLETED,
        /** It failed, and is tried again later. */
        RETRIED, FAILED,
        /** The group went back to pending, because the service stops. */
        RELEASED,
        /** Somebody else changed the group's state meanwhile. */
        LOST
    }

    GroupConversion(Claims claims, RunningConverters converters, Heartbeats heartbeats, OutcomeJournal journal,
            PatientUnits units) {
        this.claims = claims;
        this.converters = converters;
        this.heartbeats = heartbeats;
        this.journal = journal;
        this.units = units;
    }

    /**
     * Returns when the group is no longer the worker's, and that is stored, which takes as long as the database cannot be written. Throws
     * what the database throws when the service stops before.
     */
    Outcome convert(ClaimedGroup group, String command) throws InterruptedException {
        AtomicBoolean lost = new AtomicBoolean();
        // Until its end is stored: a lease that runs out before would throw away what the converter has done.
        Runnable endBeats = heartbeats.start(group, () -> {
            lost.set(true);
            converters.end(group);
        });
        try {
            return convert(group, command, lost);
        } finally {
            endBeats.run();
        }
    }

    private Outcome convert(ClaimedGroup group, String command, AtomicBoolean lost) throws InterruptedException {
        try {
            Optional<Converted> converted = run(group, command, lost);
            if (lost.get()) {
                return lost(group);
            }
            return converted.isEmpty() ? release(group) : complete(group, converted.get());
        } catch (ConversionFailedException e) {
            return lost.get()
                    ? lost(group)
                    : fail(group, e.getMessage(), e.retryable(), e.getCause() instanceof Error ? e : null);
        } catch (RuntimeException e) {
            if (units.areEnding()) {
                throw e;
            }
            if (lost.get()) {
                return lost(group);
            }
            return fail(group, e.getMessage() == null ? e.toString() : e.getMessage(), true, e);
        }
    }

    /** @return empty when the service stops, or the group was lost */
    private Optional<Converted> run(ClaimedGroup group, String command, AtomicBoolean lost)
            throws ConversionFailedException, InterruptedException {
        List<ConvertedFile> files = ConverterInput.read(group);
        long started = System.nanoTime();
        ConverterResult result = converters.run(command, group, (int) group.claim().attempt(),
                identity -> noteProcess(group, identity, lost));
        double total = Duration.ofNanos(System.nanoTime() - started).toNanos() / 1e9;
        return result == null || lost.get()
                ? Optional.empty()
                : Optional.of(new Converted(result.msPath(), result.loadTime(), result.phaseTime(), result.writeTime(),
                        total, null,
                        files));
    }

    /** Before the command runs: where the claim has ended meanwhile, another worker may have the group. */
    private void noteProcess(ClaimedGroup group, ProcessIdentity identity, AtomicBoolean lost)
            throws InterruptedException {
        if (!units.await(claims.noteProcess(group.groupId(), group.token(), DeadServices.service(identity)),
                "Noting the converter", group.groupId())) {
            lost.set(true);
            throw new IllegalStateException("the claim has ended before its converter ran");
        }
    }

    private Outcome complete(ClaimedGroup group, Converted converted) throws InterruptedException {
        journal.put(new OutcomeJournal.Note(group.groupId(), group.token(), OutcomeJson.of(converted)));
        Ending ending = units.await(claims.complete(group.groupId(), group.token(), converted),
                "Completing", group.groupId());
        journal.remove(group.token());
        if (ending == Ending.LOST) {
            return lost(group);
        }
        LOG.infof("Group %s converted in %.1f s: %s", group.groupId(), converted.totalTime(), converted.msPath());
        return Outcome.COMPLETED;
    }

    private Outcome fail(ClaimedGroup group, String error, boolean retryable, Throwable ours)
            throws InterruptedException {
        Optional<ClaimEnd> end = units.await(claims.fail(group.groupId(), group.token(), error, retryable),
                "Failing", group.groupId());
        if (end.isEmpty()) {
            return lost(group);
        }
        boolean again = end.get().transition() == Transition.RETRIED;
        LOG.errorf(ours, "Group %s failed (attempt %d%s): %s", group.groupId(), group.claim().attempt(),
                again ? ", it is tried again" : ", it is given up", error);
        return again ? Outcome.RETRIED : Outcome.FAILED;
    }

    private Outcome release(ClaimedGroup group) throws InterruptedException {
        LOG.infof("Group %s goes back to pending", group.groupId());
        Ending ending = units.await(claims.release(group.groupId(), group.token(), "the service stops"),
                "Giving back", group.groupId());
        return ending == Ending.LOST ? lost(group) : Outcome.RELEASED;
    }

    /** Its converter has ended by now, so others may have the group. */
    private Outcome lost(ClaimedGroup group) throws InterruptedException {
        units.await(claims.drop(group.groupId(), group.token()), "Ending the claim", group.groupId());
        LOG.warnf("Group %s is no longer this worker's: what was converted is not registered by it", group.groupId());
        return Outcome.LOST;
    }
}
