package org.dsa110.contimg.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.dsa110.contimg.database.Database;

/** Which backups have been kept for long enough. Stateless. */
final class Retention {
    private Retention() {
    }

    /**
     * @param backups oldest first
     * @param files the paths of the files whose backups these are; one of another file is somebody else's, and no business of ours
     * @return those that are older than they have to be kept, but for the newest of each database
     */
    static List<Backup> expired(List<Backup> backups, Set<String> files, Instant now, Duration keep) {
        Set<Database> newer = EnumSet.noneOf(Database.class);
        List<Backup> expired = new ArrayList<>();
        List<Backup> newestFirst = new ArrayList<>(backups);
        Collections.reverse(newestFirst);
        for (Backup backup : newestFirst) {
            if (backup.manifest().files().stream().allMatch(file -> files.contains(file.path()))) {
                boolean isNewest = newer.addAll(backup.manifest().databases());
                if (!isNewest && backup.manifest().begun().isBefore(now.minus(keep))) {
                    expired.add(backup);
                }
            }
        }
        return expired;
    }
}
