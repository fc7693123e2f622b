package org.dsa110.contimg.ingest.internal.grouping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.dsa110.contimg.ingest.internal.folder.FolderListing;
import org.dsa110.contimg.ingest.internal.folder.SubbandNames;

/**
 * The subband files that lie in a folder: those that are settled, as nothing more is to be done with them, and the open ones. Not
 * thread-safe.
 */
final class FolderFiles {
    private final Path folder;
    private final RecordedPaths recorded;
    private final FolderListing listing;
    /** Null before the first look. */
    private SubbandNames settled;
    private SubbandNames open = new SubbandNames();

    /**
     * @param folder a real path
     * @param progress is made with each name that is found
     */
    FolderFiles(Path folder, RecordedPaths recorded, ScanProgress progress) {
        this.folder = folder;
        this.recorded = recorded;
        this.listing = new FolderListing(folder, System::nanoTime, progress::made);
    }

    /** Takes in what has come since the last look, and forgets what is gone. At the first look what is recorded is settled. */
    void look() throws IOException {
        Optional<SubbandNames> listed = listing.ifChanged(settled == null,
                name -> isSettled(name) || isOpen(name));
        if (listed.isEmpty()) {
            return;
        }
        SubbandNames names = listed.get();
        settled = settled == null ? recorded.namesIn(folder, names).await().indefinitely() : settled.and(names);
        open = names.without(settled);
    }

    /** A real path. */
    Path folder() {
        return folder;
    }

    /** @param name of a subband file */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** What stands behind the last slash of a path, which may be no possible one. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a recorded path, which may be no possible one, is that of something in the folder, by its text. */
    boolean isIn(String path) {
        return path.equals((folder.getNameCount() == 0 ? folder.toString() : folder + "/") + name(path));
    }

    /** The names of the open files, earliest first, so that early groups become whole first. May be changed meanwhile. */
    Iterable<String> open() {
        return open.snapshot();
    }

    boolean isOpen(String name) {
        return open.contains(name);
    }

    boolean isSettled(String name) {
        return settled != null && settled.contains(name);
    }

    /** Nothing more is to be done with a file. */
    void settle(String name) {
        open.remove(name);
        settled.add(name);
    }

    /**
     * What was done with a file counts no more.
     *
     * @return whether it was settled
     */
    boolean reopen(String name) {
        if (settled == null || !settled.remove(name)) {
            return false;
        }
        open.add(name);
        return true;
    }
}
