package org.dsa110.contimg.ingest.internal.grouping;

import java.time.Duration;

import org.dsa110.contimg.ingest.internal.grouping.FileWatch.Form;

/**
 * That a file of the incoming folder is in no group, and why: what its row of set_aside_files says. Immutable.
 *
 * @param reason for people; never null
 * @param groupId the group that has its subband; null where that is not the reason
 * @param form how it looked when it was found so; null where that does not matter
 * @param since how long ago it was first seen like that
 */
record SetAside(String kind, String reason, String groupId, Form form, Duration since) {
    static final String DUPLICATE = "duplicate";
    static final String NOT_WHOLE = "not_whole";
    /** The service stumbled over it. */
    static final String FAILED = "failed";
    /** The database refused it. */
    static final String NOT_RECORDED = "not_recorded";

    static SetAside duplicateIn(String groupId) {
        return new SetAside(DUPLICATE, "group " + groupId + " has its subband already", groupId, null, Duration.ZERO);
    }

    static SetAside notRecorded(Throwable cause) {
        return new SetAside(NOT_RECORDED, String.valueOf(cause.getMessage()), null, null, Duration.ZERO);
    }
}
