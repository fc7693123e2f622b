package org.dsa110.contimg.ingest.internal.conversion;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** Shows that the service's own workers live, several times in each lease. Thread-safe. */
@ApplicationScoped
class Heartbeats {
    private static final RepeatedLines FAULTS = RepeatedLines.of(Heartbeats.class);
    private static final int BEATS_A_LEASE = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Claims claims;
    private final Set<String> beating = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread beats = new Thread(work, "heartbeats");
        beats.setDaemon(true);
        return beats;
    });

    Heartbeats(Claims claims) {
        this.claims = claims;
    }

    /**
     * Begins to show signs of life.
     *
     * @param lost is called when the group is no longer the worker's; may be called more than once
     * @return ends them
     */
    Runnable start(ClaimedGroup group, Runnable lost) {
        long lease = (long) (group.claim().leaseSeconds() * 1e9);
        long pause = Math.min(lease / BEATS_A_LEASE, LONGEST_PAUSE.toNanos());
        ScheduledFuture<?> beats = thread.scheduleWithFixedDelay(() -> beat(group, lost), pause, pause,
                TimeUnit.NANOSECONDS);
        beating.add(group.token());
        return () -> {
            beats.cancel(false);
            beating.remove(group.token());
        };
    }

    /** Whether a worker of this process works under a claim. */
    boolean areShownFor(String token) {
        return beating.contains(token);
    }

    /** One that fails is made up for by the next: a database that cannot be written takes no claim away either. */
    private void beat(ClaimedGroup group, Runnable lost) {
        try {
            if (claims.beat(group.groupId(), group.token()).await().indefinitely().isEmpty()) {
                lost.run();
            }
        } catch (RuntimeException e) {
            FAULTS.warn(RepeatedLines.origin(e), null, "A sign of life of group %s was not stored: %s", group.groupId(),
                    e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
