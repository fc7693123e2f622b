package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

/** Which records of files do not stand any more: as their group was deleted, or as they have vanished. Not thread-safe. */
final class RecordCheck {
    private static final Logger LOG = Logger.getLogger(RecordCheck.class);

    private final RecordedPaths recorded;
    /** The paths of vanished files whose records cannot be changed. */
    private final Set<String> left = new HashSet<>();
    /** As they were at the last look; null before the first. */
    private RecordedPaths.Groups groups;

    RecordCheck(RecordedPaths recorded) {
        this.recorded = recorded;
    }

    /**
     * Reopens the files of deleted groups, and looks for what has vanished. A group must not become pending with a file that is not there, so
     * those that still collect are to lose it; it costs one look at each of their files. Files that others recorded elsewhere are theirs to look
     * after.
     *
     * @param files as they were at the last scan, so that a link that has gone since is known
     * @return the recorded paths of files that have vanished
     */
    Set<String> vanished(FolderFiles files) {
        RecordedPaths.QueueLook queue = recorded.look(groups).await().indefinitely();
        reopenOrphans(queue.orphans(), files);
        groups = queue.groups();
        Set<String> vanished = new HashSet<>();
        for (String path : queue.collecting()) {
            if ((files.isSettled(FolderFiles.name(path)) || files.isIn(path)) && !left.contains(path)
                    && isGone(path)) {
                vanished.add(path);
            }
        }
        return vanished;
    }

    /** Has paths not be told again. */
    void leave(Set<String> paths) {
        left.addAll(paths);
    }

    /** Those that lie in the folder; a link in it may have been recorded by where it leads. */
    private static void reopenOrphans(List<String> orphans, FolderFiles files) {
        int reopened = 0;
        for (String path : orphans) {
            String name = FolderFiles.name(path);
            if (files.isSettled(name) && (files.isIn(path) || leadsTo(files.path(name), path)) && files.reopen(name)) {
                reopened++;
            }
        }
        if (reopened > 0) {
            LOG.infof("%d files are looked at anew, as their groups were deleted", reopened);
        }
    }

    private static boolean leadsTo(Path link, String path) {
        try {
            return link.toRealPath().toString().equals(path);
        } catch (IOException vanished) {
            return false;
        }
    }

    /** A path that cannot be looked at may be there. */
    private static boolean isGone(String path) {
        try {
            Files.readAttributes(Path.of(path), BasicFileAttributes.class);
        } catch (NoSuchFileException vanished) {
            return true;
        } catch (IOException | InvalidPathException e) {
            LOG.debugf("%s cannot be looked at: %s", path, e);
        }
        return false;
    }
}
