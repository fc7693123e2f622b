package org.dsa110.contimg.ingest.internal.grouping;

import java.util.Comparator;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * A whole subband file that lies in the incoming folder. Immutable.
 *
 * @param name what its name says; never null
 * @param path its real absolute path; never null
 * @param notReadable why the service cannot read it, though it is whole; null when it can
 */
record ArrivedFile(SubbandFileName name, String path, String notReadable) implements Comparable<ArrivedFile> {
    private static final Comparator<ArrivedFile> ORDER = Comparator.comparing(ArrivedFile::name)
            .thenComparing(ArrivedFile::path);

    /** By time, then by subband, then by path: the order in which files are given to groups. */
    @Override
    public int compareTo(ArrivedFile other) {
        return ORDER.compare(this, other);
    }
}
