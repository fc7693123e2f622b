package org.dsa110.contimg.ingest.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.dsa110.contimg.SteppedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock is set by an hour, in either direction, while converters run, groups wait for their next attempt and files arrive. Skipped
 * without a C compiler.
 */
class ClockSteppedIT {
    private static final Duration HOUR = Duration.ofHours(1);
    /** As many signs of life as there are in a lease. */
    private static final int BEATS = 4;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void whateverTheClockSaysAllIsCompletedOnce() throws Exception {
        SteppedClock clock = new SteppedClock(folder.resolve("clock"));
        try (QueueRun run = new QueueRun(folder, QueueRun.seed(ClockSteppedIT.class),
                clock.environment(Map.of()))) {
            run.start();
            for (Duration step : IntStream.range(0, PassingFault.TIMES).boxed()
                    .flatMap(time -> Stream.of(HOUR.negated(), HOUR, HOUR, HOUR.negated())).toList()) {
                stepWhileConvertersRun(run, clock, step);
            }
            run.settle();
            run.assertAllAgree();
            run.assertConvertedOnce();
        }
    }

    private static void stepWhileConvertersRun(QueueRun run, SteppedClock clock, Duration step) throws Exception {
        run.converter().hold();
        run.await("two converters run", () -> run.converter().held().size() >= 2);
        Set<String> running = run.converter().held();
        String one = running.iterator().next();
        int arrived = run.arrivals().begun();
        clock.step(step);
        long beats = run.signsOfLife(one);
        run.await("it shows signs of life", () -> run.signsOfLife(one) >= beats + BEATS);
        run.converter().letGo();
        run.await("they are completed", () -> run.completedOf(running) == running.size());
        run.await("what arrives later too", () -> run.completed() > arrived);
    }
}
