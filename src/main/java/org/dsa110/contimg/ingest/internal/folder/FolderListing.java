package org.dsa110.contimg.ingest.internal.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.dsa110.contimg.files.Folder;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Lists the subband files of a folder, and only when something in it may have come or gone. The folder's own time of modification
 * tells, but not of a change in the same tick of the file system's clock, which may be 2 s long. So it is believed when it had been the same for
 * a while before the listing began; by our own clock, as the file system's may be another. As not all file systems keep that time,
 * the folder is listed every 5 minutes in any case. Not thread-safe.
 */
public final class FolderListing {
    private static final long SETTLED_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    private final Path folder;
    private final LongSupplier nanoTime;
    private final Runnable found;
    /** Null before the first look. */
    private State state;
    /** When it was first seen to be that. */
    private long since;
    /** When the last listing began, and whether it was later than the changes that the time of modification stands for. */
    private long listedAt;
    private boolean settled;

    /** Which folder lies at the path, as another may be mounted there, and when it was modified. */
    private record State(Object key, FileTime modified) {
        static State of(Path folder) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            return new State(attributes.fileKey(), attributes.lastModifiedTime());
        }
    }

    /** @param found is run at each name that a listing finds */
    public FolderListing(Path folder, LongSupplier nanoTime, Runnable found) {
        this.folder = folder;
        this.nanoTime = nanoTime;
        this.found = found;
    }

    /**
     * @param inAnyCase whether to list the folder though it seems unchanged
     * @param seen names that need not be parsed again
     * @return the subband files that lie there; empty when they are those of the last listing
     * @throws IOException when it cannot be listed; the next call lists it
     */
    public Optional<SubbandNames> ifChanged(boolean inAnyCase, Predicate<String> seen) throws IOException {
        State now = State.of(folder);
        long time = nanoTime.getAsLong();
        if (!now.equals(state)) {
            state = now;
            since = time;
            settled = false;
        }
        if (settled && !inAnyCase && time - listedAt < LONGEST_NANOS) {
            return Optional.empty();
        }
        settled = false;
        SubbandNames names = list(seen);
        listedAt = time;
        settled = time - since >= SETTLED_NANOS;
        return Optional.of(names);
    }

    private SubbandNames list(Predicate<String> seen) throws IOException {
        SubbandNames names = new SubbandNames();
        try (DirectoryStream<Path> files = Folder.open(folder)) {
            for (Path file : files) {
                found.run();
                String name = file.getFileName().toString();
                if (seen.test(name) || SubbandFileName.parse(name).isPresent()) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
