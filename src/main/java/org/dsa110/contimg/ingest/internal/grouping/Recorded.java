package org.dsa110.contimg.ingest.internal.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of files that were given to groups. Filled by one unit of work, then only read.
 *
 * @param files those that a group has now and did not have before
 * @param known those that a group had already, under the same path
 * @param duplicates those whose group has their subband already; offered again they may find a place, once an earlier file has
 *        moved the bounds of groups that still collect. Also files that had to leave a collecting group for an earlier one of the
 *        same subband.
 * @param late those of {@code files} whose group is past waiting for them; it has them, and its state stays
 * @param vanished files that are no longer there, each with the group that still collected and no longer has it
 * @param becamePending the ids of the groups that are whole now
 */
record Recorded(List<ArrivedFile> files, List<ArrivedFile> known, List<Duplicate> duplicates, List<Late> late,
        Map<String, String> vanished, List<String> becamePending) {

    /** A file without a place: {@code groupId} has its subband from another file. */
    record Duplicate(ArrivedFile file, String groupId) {
    }

    /** A file of a group that is in progress, completed or failed. */
    record Late(ArrivedFile file, String groupId, String state) {
    }

    static Recorded nothing() {
        return new Recorded(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new TreeMap<>(), new ArrayList<>());
    }
}
