package org.dsa110.contimg.ingest.internal.queue;

import org.dsa110.contimg.ingest.Transition;

/**
 * What became of a group when its claim ended. Immutable.
 *
 * @param transition how the group went on
 * @param notBefore from when on it may be claimed again, Unix seconds; null where it may at once, or never
 * @param before whether it had ended so before: what asked for it did not hear of it
 */
public record ClaimEnd(Transition transition, Double notBefore, boolean before) {
}
