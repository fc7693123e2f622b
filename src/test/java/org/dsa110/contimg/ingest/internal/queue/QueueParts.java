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
     * With the usual three attempts, and pauses of 30 s to 300 s.
     *
     * @param chance draws how much longer pauses are
     */
    public static ClaimSql claims(TransitionSql transitions, RandomGenerator chance) {
        return new ClaimSql(transitions,
                new RetryPolicy(3, Duration.ofSeconds(30), Duration.ofSeconds(300), () -> chance));
    }
}
