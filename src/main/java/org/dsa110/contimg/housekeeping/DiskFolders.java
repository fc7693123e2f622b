package org.dsa110.contimg.housekeeping;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dsa110.contimg.files.Folder;

/**
 * Whether files are on the disk, as one look finds it. A file is gone only where the nearest folder above it that is there can be read and
 * has something in it: an empty one is what is left of a disk that is not mounted, and says nothing. Used once, by one thread.
 */
final class DiskFolders {
    /** By folder of files that were asked for, whether what is not there is gone. */
    private final Map<Path, Boolean> folders = new LinkedHashMap<>();

    /** What is known of a file. */
    enum Presence {
        THERE, GONE, UNKNOWN
    }

    Presence look(String stored) {
        Path path;
        try {
            path = Path.of(stored);
        } catch (InvalidPathException e) {
            return Presence.UNKNOWN;
        }
        if (!path.isAbsolute() || path.getParent() == null) {
            return Presence.UNKNOWN;
        }
        boolean tells = folders.computeIfAbsent(path.getParent(), DiskFolders::tells);
        if (Files.isRegularFile(path)) {
            return Presence.THERE;
        }
        return tells && Files.notExists(path) ? Presence.GONE : Presence.UNKNOWN;
    }

    /** The folders of all files that were asked for. */
    Iterable<Path> seen() {
        return folders.keySet();
    }

    private static boolean tells(Path folder) {
        for (Path there = folder; there != null; there = there.getParent()) {
            try (DirectoryStream<Path> content = Folder.open(there)) {
                return content.iterator().hasNext();
            } catch (NoSuchFileException e) {
                // So the one above it tells.
                continue;
            } catch (IOException | DirectoryIteratorException e) {
                return false;
            }
        }
        return false;
    }
}
