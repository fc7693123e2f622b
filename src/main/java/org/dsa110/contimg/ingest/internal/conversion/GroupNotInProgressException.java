package org.dsa110.contimg.ingest.internal.conversion;

/** A group that was claimed is no longer in progress: somebody else changed its state, and what they made of it stays. */
class GroupNotInProgressException extends RuntimeException {
    GroupNotInProgressException(String groupId) {
        super("group " + groupId + " is no longer in progress");
    }
}
