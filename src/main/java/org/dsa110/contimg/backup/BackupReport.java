package org.dsa110.contimg.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * A backup that was made, and what became of older ones.
 *
 * @param removed those that were kept for long enough
 * @param remarks sentences on older ones that should have been removed and could not be
 */
public record BackupReport(Backup backup, List<Path> removed, List<String> remarks) {
    public BackupReport {
        removed = List.copyOf(removed);
        remarks = List.copyOf(remarks);
    }
}
