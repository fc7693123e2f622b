package org.dsa110.contimg.observation;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Which subband files are of one observation, by their times alone: going through the files in order of time, a file belongs to the
 * group before it as long as it is no more than the tolerance after that group's first file; otherwise it begins a new one. Immutable.
 *
 * @param tolerance never null; milliseconds count, and nothing below
 */
public record GroupingRule(Duration tolerance) {
    /** The tolerance unless configured otherwise, seconds. The files of an observation may be 18 s apart, and more after a pause of the correlator. */
    public static final int USUAL_SECONDS = 90;
    private static final double SECONDS_PER_DAY = 86_400;

    public static GroupingRule ofSeconds(double tolerance) {
        return new GroupingRule(Duration.ofMillis(Math.round(tolerance * 1000)));
    }

    /**
     * Whether a file belongs to the group of another.
     *
     * @param first the time of the group's first file
     * @param file the time of a file that is not earlier
     */
    public boolean holds(LocalDateTime first, LocalDateTime file) {
        return Duration.between(first, file).toMillis() <= tolerance.toMillis();
    }

    /**
     * The same by Modified Julian Dates, days. In those, seconds are good to some microseconds only, so the time between the files is
     * rounded to milliseconds.
     */
    public boolean holds(double firstMjd, double fileMjd) {
        return Math.round((fileMjd - firstMjd) * SECONDS_PER_DAY * 1000) <= tolerance.toMillis();
    }

    /**
     * Puts files into groups.
     *
     * @param files in order of time
     * @param holds {@link #holds(LocalDateTime, LocalDateTime)} of a group's first file and a later one
     * @return the groups in order of time, none of them empty
     */
    public static <F> List<List<F>> groups(Iterable<F> files, BiPredicate<F, F> holds) {
        List<List<F>> groups = new ArrayList<>();
        List<F> open = null;
        for (F file : files) {
            if (open == null || !holds.test(open.get(0), file)) {
                open = new ArrayList<>();
                groups.add(open);
            }
            open.add(file);
        }
        return groups;
    }
}
