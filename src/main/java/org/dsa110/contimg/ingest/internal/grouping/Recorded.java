package org.dsa110.contimg.ingest.internal.grouping;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of files that were given to groups. Filled by one unit of work, then only read.
 *
 * @param files those that a group has now and did not have before
 * @param known those that a group had already, under the same path
 * @param duplicates those whose group has their subband already; offered again they may find a place, once an earlier file has
 *        moved the bounds of groups that still collect. Also files that had to leave a collecting group for an earlier one of the
 *        same subband.
 * @param becamePending the ids of the groups that are whole now
 */
record Recorded(List<ArrivedFile> files, List<ArrivedFile> known, List<Duplicate> duplicates,
        List<String> becamePending) {

    /** A file without a place: {@code groupId} has its subband from another file. */
    record Duplicate(ArrivedFile file, String groupId) {
    }

    static Recorded nothing() {
        return new Recorded(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
