package org.dsa110.contimg.ingest;

/**
 * A group that is given up, as those get it who tell people. Immutable.
 *
 * @param groupId its id
 * @param error why its last attempt failed, or which subbands it lacks
 * @param attempts how often it was tried
 * @param incomplete whether it was given up as it lacked subbands, and not because it could not be converted
 * @param at when it was given up, Unix seconds; with the group it is the same whenever this is told again
 */
public record GivenUpGroup(String groupId, String error, long attempts, boolean incomplete, double at) {
}
