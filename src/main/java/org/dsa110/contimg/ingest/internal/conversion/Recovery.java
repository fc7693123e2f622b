package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.dsa110.contimg.ingest.IngestConfig;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.LeaseWatch;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Puts right what services and workers that ended have left, at the start and every few seconds: first what they knew and could not store,
 * then the groups that nobody works on any more. Thread-safe.
 */
@ApplicationScoped
class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(Recovery.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** After so many pauses without a look this process stood still, as when its machine did, and heard no worker. */
    private static final int PAUSES_OF_A_STANDSTILL = 3;

    private final OutcomeJournal journal;
    private final Claims claims;
    private final DeadServices deadServices;
    private final LeaseWatch leases;
    private final UnstoredOutcomes unstored;
    private final LongSupplier nanoTime;
    private final Duration standstill;
    private Long last;

    @Inject
    Recovery(OutcomeJournal journal, Claims claims, DeadServices deadServices, LeaseWatch leases,
            UnstoredOutcomes unstored, IngestConfig config) {
        this(journal, claims, deadServices, leases, unstored, config, System::nanoTime);
    }

    Recovery(OutcomeJournal journal, Claims claims, DeadServices deadServices, LeaseWatch leases,
            UnstoredOutcomes unstored, IngestConfig config, LongSupplier nanoTime) {
        Duration pause = config.drainInterval().compareTo(PAUSE) > 0 ? config.drainInterval() : PAUSE;
        this.standstill = pause.multipliedBy(PAUSES_OF_A_STANDSTILL);
        this.nanoTime = nanoTime;
        this.unstored = unstored;
        this.journal = journal;
        this.claims = claims;
        this.deadServices = deadServices;
        this.leases = leases;
    }

    /** Looks, unless it has done so within the last 10 s. What fails then is done at the next call. */
    synchronized void look() {
        long now = nanoTime.getAsLong();
        if (last != null && now - last < PAUSE.toNanos()) {
            return;
        }
        Set<String> kept = new HashSet<>();
        for (OutcomeJournal.Note note : journal.notes()) {
            try {
                store(note);
            } catch (RuntimeException e) {
                // What is the matter with one group keeps no other waiting, and its outcome stays for the next look.
                kept.add(note.token());
                unstored.failed(note.groupId(), "Completing", e);
                FAULTS.warn(RepeatedLines.origin(e), e, "What group %s has come to is not stored yet", note.groupId());
            }
        }
        deadServices.look(kept);
        journal.removeBegun(() -> claims.all().await().indefinitely().stream().map(Claim::token)
                .collect(Collectors.toSet()));
        if (last != null && now - last > standstill.toNanos()) {
            LOG.warnf("Leases begin anew, as they were not looked at for %d s",
                    Duration.ofNanos(now - last).toSeconds());
            leases.forget();
        }
        leases.look();
        last = now;
    }

    /** It may be of a conversion that this service is about to store itself: the second of the two changes nothing. */
    private void store(OutcomeJournal.Note note) {
        Ending ending = claims.complete(note.groupId(), note.token(), OutcomeJson.converted(note.outcome())).await()
                .indefinitely();
        if (ending != Ending.DONE_BEFORE) {
            LOG.infof(ending == Ending.DONE
                    ? "Group %s was converted before, and is completed"
                    : "Group %s was converted before, and was given to others since", note.groupId());
        }
        journal.remove(note.token());
        unstored.stored(note.groupId());
    }
}
