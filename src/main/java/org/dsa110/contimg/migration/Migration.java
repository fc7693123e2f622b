package org.dsa110.contimg.migration;

/**
 * One migration of a database.
 *
 * @param version such as {@code 7}
 * @param description what it is about, in a few words
 * @param state whether it was run
 * @param appliedAt when, in UTC as ISO 8601; null if it was not run
 */
public record Migration(String version, String description, State state, String appliedAt) {
    /** Whether a migration was run. */
    public enum State {
        /** It was run. */
        APPLIED,
        /** It is still to be run. */
        PENDING,
        /** It was run, and this program does not have it. */
        UNKNOWN,
        /** It was begun and has failed. */
        FAILED
    }
}
