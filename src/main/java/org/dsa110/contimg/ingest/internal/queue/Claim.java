package org.dsa110.contimg.ingest.internal.queue;

/**
 * A group that is a worker's alone until the worker ends it or gives it back, or shows no sign of life for as long as the lease. Immutable.
 *
 * @param groupId the group
 * @param token what the worker shows for it; known to nobody else
 * @param worker who has it
 * @param attempt how often it has been tried with this, from 1
 * @param claimedAt Unix seconds
 * @param leaseSeconds how long it stays the worker's without a sign of life
 * @param beats how many signs of life there were
 * @param process by which it can be known whether the worker lives; null for workers of others
 */
public record Claim(String groupId, String token, String worker, long attempt, double claimedAt, double leaseSeconds,
        long beats,
        String process) {
}
