package org.dsa110.contimg.housekeeping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task has done, or would do. Immutable.
 *
 * @param counts how much of what, by names that the task has; in its order
 * @param percentage how well things were in order before, 0 to 100; null where the task does not say
 * @param examples of what is not in order, the first that were found
 */
record HousekeepingReport(Map<String, Long> counts, Double percentage, List<String> examples) {
    /** There are not more examples of one kind. */
    static final int MOST_EXAMPLES = 20;

    HousekeepingReport {
        counts = new LinkedHashMap<>(counts);
        examples = List.copyOf(examples);
    }
}
