package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.process.LocalProcesses;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Gives the groups of services that have ended on this machine to others, at once and not after their leases: when nothing of their
 * converters runs any more, which is ended where it does. So too those of this service that none of its workers works on: a claim may be
 * stored though the worker was told that it failed. The attempt does not count, as it was not the group that failed. What runs on
 * another machine cannot be seen; there the lease decides. Thread-safe.
 */
@ApplicationScoped
class DeadServices {
    private static final Logger LOG = Logger.getLogger(DeadServices.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(DeadServices.class);
    private static final String BETWEEN = "; ";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REASON = "the service that converted it has ended";

    private static final String UNHEARD = "no worker of the service knows of its claim";

    private final Claims claims;
    private final Heartbeats heartbeats;
    /** Tokens of claims of this service that no worker worked under at the last look, as between a claim and its first step. Guarded by this. */
    private Set<String> unheard = Set.of();

    DeadServices(Claims claims, Heartbeats heartbeats) {
        this.claims = claims;
        this.heartbeats = heartbeats;
    }

    /** What stands in a claim of this service, before a converter runs. */
    static String service() {
        return LocalProcesses.ofThisHost().self().text();
    }

    /** What stands in it while one runs. */
    static String service(ProcessIdentity converter) {
        return service() + BETWEEN + converter.text();
    }

    /**
     * Looks once. To be called at the start and every few seconds.
     *
     * @param kept tokens of claims whose groups are converted, which is still to be stored: they are left alone
     */
    synchronized void look(Set<String> kept) {
        Set<String> nowUnheard = new HashSet<>();
        for (Claim claim : claims.all().await().indefinitely()) {
            if (claim.process() != null && !kept.contains(claim.token())) {
                try {
                    look(claim, nowUnheard);
                } catch (RuntimeException e) {
                    // What is the matter with one group keeps no other waiting.
                    FAULTS.warn(RepeatedLines.origin(e), e, "Whether group %s is still worked on is looked at again",
                            claim.groupId());
                }
            }
        }
        unheard = nowUnheard;
    }

    private void look(Claim claim, Set<String> nowUnheard) {
        String[] processes = claim.process().split(BETWEEN);
        if (processes[0].equals(service())) {
            if (heartbeats.areShownFor(claim.token())) {
                return;
            }
            nowUnheard.add(claim.token());
            if (unheard.contains(claim.token()) && converterHasEnded(claim, processes)) {
                release(claim, UNHEARD);
            }
        } else if (hasEnded(processes[0]) && converterHasEnded(claim, processes)) {
            release(claim, REASON);
        }
    }

    private void release(Claim claim, String reason) {
        Ending ending = claims.release(claim.groupId(), claim.token(), reason).await().indefinitely();
        if (ending == Ending.DONE) {
            LOG.warnf("Group %s goes back to pending: %s (%s)", claim.groupId(), reason, claim.worker());
        }
    }

    /** Whether a service is known to be gone. */
    private static boolean hasEnded(String service) {
        return ProcessIdentity.parse(service)
                .map(identity -> LocalProcesses.ofThisHost().stateOfFirst(identity) == State.GONE).orElse(false);
    }

    /** Whether all of the converter is known to be gone, which it is ended for. */
    private static boolean converterHasEnded(Claim claim, String... processes) {
        if (processes.length == 1) {
            return true;
        }
        boolean gone = ProcessIdentity.parse(processes[1]).map(converter -> converter.end(PATIENCE)).orElse(false);
        if (!gone) {
            FAULTS.error(claim.token(), null,
                    "The converter of group %s, on which nobody works any more, cannot be ended: %s",
                    claim.groupId(), processes[1]);
        }
        return gone;
    }
}
