package org.dsa110.contimg.ingest.internal.incomplete;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * A group that waits for subbands. Immutable.
 *
 * @param groupId the group
 * @param subbands those that it has: a bit for each, the first in the lowest
 * @param expected how many it is to have
 * @param waitedSeconds for how long no other has come, as far as services have counted
 */
record IncompleteGroup(String groupId, int subbands, long expected, double waitedSeconds) {
    /** How many different subbands it has. */
    int count() {
        return Integer.bitCount(subbands);
    }

    /** Whether it has one that was not there before. */
    boolean hasMoreThan(int before) {
        return (subbands & ~before) != 0;
    }

    IncompleteGroup waited(double seconds) {
        return new IncompleteGroup(groupId, subbands, expected, seconds);
    }

    /**
     * What is the matter with it, for people.
     *
     * @param limit for how long it might have waited
     */
    String reason(Duration limit) {
        return String.format("%d of %d subbands are there, and no other has come for %s; missing: %s", count(),
                expected,
                limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT), String.join(", ", missing()));
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int subband = 0; subband < SubbandFileName.SUBBANDS; subband++) {
            if ((subbands & 1 << subband) == 0) {
                missing.add(String.format("sb%02d", subband));
            }
        }
        return missing;
    }
}
