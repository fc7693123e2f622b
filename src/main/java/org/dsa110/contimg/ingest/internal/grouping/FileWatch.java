package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.jboss.logging.Logger;

/**
 * Remembers how files looked when they were last seen, to tell those that are whole from those that are still being written. A file
 * that stays the same but is not whole is looked into again after 1, 2, 4 ... 64 scans, since a repaired permission shows in neither
 * size nor time; it is logged once for as long as it stays the same. What a look finds that an interrupt ended says nothing of
 * the file. Not thread-safe.
 */
final class FileWatch {
    private static final Logger LOG = Logger.getLogger(FileWatch.class);
    private static final int LONGEST_PAUSE = 64;

    private final Function<Path, Uvh5Content> reader;
    private final IngestMeters meters;
    private final Map<String, Look> looks = new HashMap<>();

    /** How a file looked, how many scans to leave it alone, and how long the last such pause was. */
    private record Look(long size, FileTime modified, int skip, int pause) {
        boolean same(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime());
        }
    }

    /** @param reader what looks into a file, such as {@link Uvh5Content#of} */
    FileWatch(Function<Path, Uvh5Content> reader, IngestMeters meters) {
        this.reader = reader;
        this.meters = meters;
    }

    /**
     * Looks at a file once per scan.
     *
     * @return its content when it is whole, whether or not the service can read it; empty when it is not, or not yet
     */
    Optional<Uvh5Content> wholeContent(Path file) {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Look before = looks.get(name);
            if (before == null || !before.same(now)) {
                looks.put(name, new Look(now.size(), now.lastModifiedTime(), 0, 0));
                return Optional.empty();
            }
            if (before.skip > 0) {
                looks.put(name, new Look(before.size, before.modified, before.skip - 1, before.pause));
                return Optional.empty();
            }
            Optional<Uvh5Content> content = read(file, before);
            if (content.isEmpty() && !Thread.currentThread().isInterrupted()) {
                int pause = Math.min(LONGEST_PAUSE, Math.max(1, 2 * before.pause));
                looks.put(name, new Look(before.size, before.modified, pause, pause));
            }
            return content;
        } catch (NoSuchFileException vanished) {
            looks.remove(name);
        } catch (IOException e) {
            LOG.debugf("%s cannot be looked at: %s", file, e);
        }
        return Optional.empty();
    }

    /** Nothing that a file's content makes its reader throw, errors of the virtual machine included, may end the scan. */
    private Optional<Uvh5Content> read(Path file, Look before) {
        try {
            Uvh5Content content = reader.apply(file);
            if (!(content instanceof Uvh5Content.NotWhole trouble)) {
                return Optional.of(content);
            }
            if (isToBeTold(before) && Files.exists(file)) {
                meters.files("not_whole", 1);
                LOG.warnf("%s (%d bytes) is not a whole subband file: %s", file, before.size, trouble.reason());
            }
        } catch (RuntimeException | Error e) {
            if (isToBeTold(before)) {
                meters.files("failed", 1);
                LOG.errorf(e, "%s (%d bytes) cannot be looked into, and is left alone", file, before.size);
            }
        }
        return Optional.empty();
    }

    private static boolean isToBeTold(Look before) {
        return before.pause == 0 && !Thread.currentThread().isInterrupted();
    }

    /** Forgets all files but these. */
    void retain(Set<String> names) {
        looks.keySet().retainAll(names);
    }
}
