package org.dsa110.contimg.ingest.internal.conversion;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.FileRow;

/** Groups as workers have them. */
final class Claimed {
    private Claimed() {
    }

    /** One at its first attempt. */
    static ClaimedGroup group(String groupId, List<String> paths) {
        List<FileRow> files = new ArrayList<>();
        for (String path : paths) {
            files.add(new FileRow(files.size(), path, null));
        }
        return new ClaimedGroup(new Claim(groupId, "token of " + groupId, "worker", 1, 1.8e9, 3600, 0, null), files);
    }
}
