package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.process.LocalProcesses;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity;
import org.dsa110.contimg.ingest.internal.process.ProcessIdentity.State;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql.Ending;
import org.dsa110.contimg.internal.logs.RepeatedLines;
import org.jboss.logging.Logger;

/**
 * Gives the groups of services that have ended on this machine to others, at once and not after their leases: when nothing of their
 * converters runs any more, which is ended where it does. The attempt does not count, as it was not the group that failed. What runs on
 * another machine cannot be seen; there the lease decides. Thread-safe.
 */
@ApplicationScoped
class DeadServices {
    private static final Logger LOG = Logger.getLogger(DeadServices.class);
    private static final RepeatedLines FAULTS = RepeatedLines.of(DeadServices.class);
    private static final String BETWEEN = "; ";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REASON = "the service that converted it has ended";

    private final Claims claims;

    DeadServices(Claims claims) {
        this.claims = claims;
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
    void look(Set<String> kept) {
        for (Claim claim : claims.all().await().indefinitely()) {
            if (claim.process() != null && !kept.contains(claim.token()) && hasEnded(claim)) {
                Ending ending = claims.release(claim.groupId(), claim.token(), REASON).await().indefinitely();
                if (ending == Ending.DONE) {
                    LOG.warnf("Group %s goes back to pending: %s (%s)", claim.groupId(), REASON, claim.worker());
                }
            }
        }
    }

    /** Whether its service and all of its converter are known to be gone. */
    private static boolean hasEnded(Claim claim) {
        String[] processes = claim.process().split(BETWEEN);
        Optional<ProcessIdentity> service = ProcessIdentity.parse(processes[0]);
        if (service.isEmpty() || LocalProcesses.ofThisHost().stateOfFirst(service.get()) != State.GONE) {
            return false;
        }
        if (processes.length == 1) {
            return true;
        }
        boolean gone = ProcessIdentity.parse(processes[1]).map(converter -> converter.end(PATIENCE)).orElse(false);
        if (!gone) {
            FAULTS.error(claim.token(), null,
                    "The converter of group %s, of a service that has ended, cannot be ended: %s",
                    claim.groupId(), processes[1]);
        }
        return gone;
    }
}
