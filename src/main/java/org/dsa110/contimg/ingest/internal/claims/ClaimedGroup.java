package org.dsa110.contimg.ingest.internal.claims;

import java.util.List;

import org.dsa110.contimg.ingest.internal.queue.Claim;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.FileRow;

/**
 * A group that is one worker's alone, with its files. Immutable.
 *
 * @param files in the order of their subbands, as stored: other programs may have stored what is no path
 */
public record ClaimedGroup(Claim claim, List<FileRow> files) {
    public ClaimedGroup {
        files = List.copyOf(files);
    }

    public String groupId() {
        return claim.groupId();
    }

    public String token() {
        return claim.token();
    }

    public List<String> paths() {
        return files.stream().map(FileRow::path).toList();
    }
}
