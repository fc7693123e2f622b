package org.dsa110.contimg.ingest;

import io.smallrye.mutiny.Uni;

/**
 * Notes in another database that a group was given up, so that somebody looks at it. After a crash or a failure it is told again: noting
 * it twice must leave what noting it once leaves.
 */
public interface GivenUpGroupListener {
    /** @return ends when what it noted is durable; when it fails, the group is told again later */
    Uni<Void> onGivenUp(GivenUpGroup group);
}
