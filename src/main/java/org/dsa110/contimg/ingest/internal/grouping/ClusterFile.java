package org.dsa110.contimg.ingest.internal.grouping;

import java.time.LocalDateTime;
import java.util.Comparator;

/**
 * A file while groups are being formed. Immutable.
 *
 * @param timestamp of its name, UTC; of its group where another program gave it a name without one
 * @param subband as recorded
 * @param notReadable why the service could not read it; null when it could, or nobody knows
 * @param recordedIn the collecting group that has it now, or null when none has
 */
record ClusterFile(LocalDateTime timestamp, long subband, String path, String notReadable,
        String recordedIn)
        implements
            Comparable<ClusterFile> {
    private static final Comparator<ClusterFile> ORDER = Comparator.comparing(ClusterFile::timestamp)
            .thenComparingLong(ClusterFile::subband).thenComparing(ClusterFile::path);

    static ClusterFile of(ArrivedFile file) {
        return new ClusterFile(file.name().timestamp(), file.name().subband(), file.path(), file.notReadable(), null);
    }

    /** By time; the rest only makes the order, and so the groups, independent of who came first. */
    @Override
    public int compareTo(ClusterFile other) {
        return ORDER.compare(this, other);
    }
}
