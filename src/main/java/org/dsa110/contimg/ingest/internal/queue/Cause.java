package org.dsa110.contimg.ingest.internal.queue;

/**
 * Who makes a transition, and why. Immutable.
 *
 * @param by a worker's name, or the part of the service that does it
 * @param reason for people; null where the transition says all
 * @param token of the claim under which it is made; null without one
 */
public record Cause(String by, String reason, String token) {
    public static Cause of(String by, String reason) {
        return new Cause(by, reason, null);
    }
}
