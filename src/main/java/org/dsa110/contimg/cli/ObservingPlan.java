package org.dsa110.contimg.cli;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Observations without end, with the spacing and the spread of seconds of 2,240 real ones of February 2026:
 * <ul>
 * <li>84 % of them have files of two neighbouring seconds, 5 % of three, 2 % of a single one;</li>
 * <li>9 % have 6 to 16 different seconds within 14 to 18 s; such a one starts 603 to 608 s after the one before, and
 * the one after it 411 to 414 s later;</li>
 * <li>all others follow after 309 or 310 s.</li>
 * </ul>
 * Writes no files. The same start and seed give the same observations. Not safe for use by several threads.
 */
final class ObservingPlan {
    /** After a wide one none is wide, so the share is of those that may be: 9.89 % of these are 9 % of all. */
    private static final double WIDE = 0.09 / 0.91;
    private static final double TWO_SECONDS_OF_NARROW = 84.0 / 91;
    private static final double THREE_SECONDS_OF_NARROW = 5.0 / 91;
    /** An observation lasts 309.24 s, whole seconds are written. */
    private static final double LONGER_GAP = 0.24;

    private final Random random;
    private LocalDateTime start;
    private boolean first = true;
    private boolean wide;

    /**
     * @param start the earliest timestamp of the first observation, UTC, whole seconds
     */
    ObservingPlan(LocalDateTime start, Random random) {
        this.start = start;
        this.random = random;
    }

    /** The observation after the one before. */
    SimulatedObservation next() {
        boolean previousWide = wide;
        wide = !previousWide && random.nextDouble() < WIDE;
        if (!first) {
            start = start.plusSeconds(gap(previousWide));
        }
        first = false;
        return SimulatedObservation.of(Arrays.stream(offsets()).mapToObj(start::plusSeconds).toList(), random);
    }

    private int gap(boolean previousWide) {
        if (wide) {
            return 603 + random.nextInt(6);
        }
        if (previousWide) {
            return 411 + random.nextInt(4);
        }
        return random.nextDouble() < LONGER_GAP ? 310 : 309;
    }

    /** Seconds after the start for each of the 16 files; one of them is 0. */
    private int[] offsets() {
        List<Integer> seconds = new ArrayList<>();
        if (wide) {
            int last = 14 + random.nextInt(5);
            int different = 6 + random.nextInt(Math.min(11, last - 4));
            List<Integer> between = new ArrayList<>(IntStream.range(1, last).boxed().toList());
            Collections.shuffle(between, random);
            seconds.add(0);
            seconds.add(last);
            seconds.addAll(between.subList(0, different - 2));
        } else {
            double kind = random.nextDouble();
            int different = kind < TWO_SECONDS_OF_NARROW
                    ? 2
                    : kind < TWO_SECONDS_OF_NARROW + THREE_SECONDS_OF_NARROW ? 3 : 1;
            IntStream.range(0, different).forEach(seconds::add);
        }
        // Each second at least once, the other files fall where they will.
        int[] offsets = new int[SubbandFileName.SUBBANDS];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = seconds.get(i < seconds.size() ? i : random.nextInt(seconds.size()));
        }
        return offsets;
    }
}
