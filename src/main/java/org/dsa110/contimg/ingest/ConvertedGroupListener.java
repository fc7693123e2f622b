package org.dsa110.contimg.ingest;

import io.smallrye.mutiny.Uni;

/**
 * Registers a converted group in another database, after the group was completed. Listeners are called one after the other, the one with
 * the highest {@link jakarta.annotation.Priority} first. After a crash or a failure a group is handed on again, and an operator may have
 * it converted again: registering it twice must leave what registering it once leaves.
 */
public interface ConvertedGroupListener {
    /** @return ends when what it registered is durable; when it fails, the group is handed on again later, to all listeners */
    Uni<Void> onConverted(ConvertedGroup group);
}
