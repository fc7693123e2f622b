package org.dsa110.contimg.ingest;

import io.smallrye.mutiny.Uni;

/**
 * Registers a converted group in another database, before the group is completed. Listeners are called one after the other, the
 * one with the highest {@link jakarta.annotation.Priority} first. After a crash or a failure a group may be converted and handed on
 * again: registering it twice must leave what registering it once leaves.
 */
public interface ConvertedGroupListener {
    /**
     * @return ends when what it registered is durable; is subscribed to again when it fails because a database is locked,
     *         overloaded or full; when it fails otherwise, so does the group, with that error
     */
    Uni<Void> onConverted(ConvertedGroup group);
}
