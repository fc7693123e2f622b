package org.dsa110.contimg.ingest.internal.queue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.dsa110.contimg.ingest.IngestConfig;

/**
 * How often a group is tried, and after which pauses: each twice as long as the one before, and up to a quarter longer by chance, so that
 * what failed together is not tried together. Thread-safe.
 */
@ApplicationScoped
public class RetryPolicy {
    private static final double MOST_JITTER = 0.25;

    private final int attempts;
    private final Duration first;
    private final Duration longest;
    private final Supplier<RandomGenerator> chance;

    @Inject
    RetryPolicy(IngestConfig config) {
        this(config.retry().attempts(), config.retry().firstPause(), config.retry().longestPause(),
                ThreadLocalRandom::current);
    }

    /** @param chance draws how much longer pauses are, on the thread that asks */
    RetryPolicy(int attempts, Duration first, Duration longest, Supplier<RandomGenerator> chance) {
        this.attempts = attempts;
        this.first = first;
        this.longest = longest;
        this.chance = chance;
    }

    /** Whether there is another attempt after one, counted from 1. */
    boolean goesOnAfter(long attempt) {
        return attempt < attempts;
    }

    /** How long to wait after an attempt, counted from 1, seconds. */
    double pauseSeconds(long attempt) {
        double pause = seconds(first) * Math.pow(2, Math.min(attempt, 64) - 1);
        return Math.min(seconds(longest), pause * (1 + MOST_JITTER * chance.get().nextDouble()));
    }

    /** No pause is longer: a time that lies further ahead was written by another clock. Seconds. */
    double longestSeconds() {
        return seconds(longest);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
