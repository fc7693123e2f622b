package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.jboss.logging.Logger;

/**
 * Remembers how files looked when they were last seen, to tell those that are whole from those that are still being written. A file
 * that stays the same but is not whole is looked into again after 1, 2, 4 ... 64 scans, since a repaired permission shows in neither
 * size nor time; it is logged once for as long as it stays the same. Not thread-safe.
 */
final class FileWatch {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LONGEST_PAUSE = 64;

    private final Map<String, Look> looks = new HashMap<>();

    /** How a file looked, how many scans to leave it alone, and how long the last such pause was. */
    private record Look(long size, FileTime modified, int skip, int pause) {
        boolean same(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime());
        }
    }

    /** Looks at a file once per scan. Any trouble with it means not whole. */
    boolean isWhole(Path file) {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Look before = looks.get(name);
            if (before == null || !before.same(now)) {
                looks.put(name, new Look(now.size(), now.lastModifiedTime(), 0, 0));
                return false;
            }
            if (before.skip > 0) {
                looks.put(name, new Look(before.size, before.modified, before.skip - 1, before.pause));
                return false;
            }
            if (!now.isRegularFile()) {
                return false;
            }
            Uvh5Content content = Uvh5Content.of(file);
            if (content instanceof Uvh5Content.Whole) {
                return true;
            }
            if (before.pause == 0 && Files.exists(file)) {
                LOG.warnf("%s (%d bytes) is no whole subband file that can be read: %s", file, now.size(), content);
            }
            int pause = Math.min(LONGEST_PAUSE, Math.max(1, 2 * before.pause));
            looks.put(name, new Look(before.size, before.modified, pause, pause));
        } catch (NoSuchFileException vanished) {
            looks.remove(name);
        } catch (IOException e) {
            LOG.debugf("%s cannot be looked at: %s", file, e);
        }
        return false;
    }

    /** Forgets all files but these. */
    void retain(Set<String> names) {
        looks.keySet().retainAll(names);
    }
}
