package org.dsa110.contimg.ingest.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the service at random moments while observations arrive: 3 times, with {@code -Dstress} 100 times. After the last start
 * all whole observations are completed, once, and the databases agree.
 */
class KilledAtRandomIT {
    private static final int KILLS = Boolean.getBoolean("stress") ? 100 : 3;
    private static final Duration START = Duration.ofSeconds(3);
    private static final Duration LIFE = Duration.ofSeconds(4);
    /** From the end of a converter until what it has come to is written everywhere. */
    private static final Duration OUTCOME = Duration.ofMillis(50);
    private static final int MOST_CONVERSIONS = 6;
    /** Until converters run that are held. */
    private static final Duration HELD = Duration.ofSeconds(1);

    /** Kept after a failure: it is the evidence. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whateverTheKillsAllWholeObservationsAreCompletedOnce() throws Exception {
        long seed = QueueRun.seed(KilledAtRandomIT.class);
        try (QueueRun run = new QueueRun(folder, seed, Map.of())) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ServiceProcess service = run.begin()) {
                    letGo(run, service);
                    boolean works = awaitTheMoment(run, service);
                    if (works && run.random().nextInt(3) == 0) {
                        run.converter().hold();
                        park(run.random(), HELD);
                    }
                    service.kill();
                }
            }
            letGo(run, run.start());
            run.settle();
            run.assertAllAgree();
            System.out.printf("KilledAtRandomIT: %d kills; %d groups completed in %d conversions, of which %d were"
                    + " ended by a kill%n", KILLS, run.completed(), run.converter().begun().size(),
                    run.converter().begun().size() - run.converter().converted().size()
                            - run.converter().failed().size());
        }
    }

    /** Converters that would have lasted for longer than the service before: by now its groups have been given to others. */
    private static void letGo(QueueRun run, ServiceProcess service) throws Exception {
        if (run.converter().holds()) {
            service.address();
            park(run.random(), LIFE);
            run.converter().letGo();
        }
    }

    /**
     * While it starts, while it scans and converts, or just after a converter has ended.
     *
     * @return whether it had started
     */
    private static boolean awaitTheMoment(QueueRun run, ServiceProcess service) throws Exception {
        Random random = run.random();
        int when = random.nextInt(8);
        if (when == 0) {
            park(random, START);
            return false;
        }
        service.address();
        if (when <= 3) {
            park(random, LIFE);
            return true;
        }
        int conversions = run.converter().converted().size() + 1 + random.nextInt(MOST_CONVERSIONS);
        long until = System.nanoTime() + 3 * LIFE.toNanos();
        long seen = -1;
        while (System.nanoTime() < until) {
            long noted = run.converter().noted();
            if (noted != seen && run.converter().converted().size() >= conversions) {
                break;
            }
            seen = noted;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        park(random, OUTCOME);
        return true;
    }

    private static void park(Random random, Duration most) {
        LockSupport.parkNanos((long) (random.nextDouble() * most.toNanos()));
    }
}
