package org.dsa110.contimg.ingest;

import io.smallrye.mutiny.Uni;

/** Has groups that failed tried again, for what keeps their failures elsewhere. Thread-safe. */
public interface GroupRequeue {
    /**
     * Makes a failed group pending, with all its attempts; leaves one in another state as it is.
     *
     * @param by who wants it, for people
     * @param reason why, for people
     * @return ends, when that is durable, with the state that the group has then; null when there is no such group
     */
    Uni<GroupState> requeue(String groupId, String by, String reason);
}
