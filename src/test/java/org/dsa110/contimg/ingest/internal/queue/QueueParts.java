package org.dsa110.contimg.ingest.internal.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The statements of the queue with a clock of the test's own, as CDI puts them together. */
public final class QueueParts {
    private QueueParts() {
    }

    public static TransitionSql transitions(Clock clock) {
        return new TransitionSql(clock);
    }

    /**
     * The usual three attempts, and pauses of 30 s to 300 s.
     *
     * @param chance draws how much longer pauses are
     */
    public static RetryPolicy retries(RandomGenerator chance) {
        return new RetryPolicy(3, Duration.ofSeconds(30), Duration.ofSeconds(300), () -> chance);
    }

    public static ClaimSql claims(TransitionSql transitions, RetryPolicy retries) {
        return new ClaimSql(transitions, retries);
    }

    public static ClaimEndSql ends(ClaimSql claims, TransitionSql transitions, RetryPolicy retries) {
        return new ClaimEndSql(claims, transitions, retries);
    }
}
