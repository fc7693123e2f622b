package org.dsa110.contimg.ingest.internal.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

/**
 * What the operating system tells of files that come into a folder. It may tell nothing: of a file that another host writes over a network,
 * where there is no such service, or where the user's share of it is used up. So nothing depends on it but how soon a file is seen. Of files
 * that go on being written it tells with every write, which nobody asks it for. Not thread-safe.
 */
public final class FolderNotices implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FolderNotices.class);

    private WatchService service;
    private WatchKey key;
    private Path watched;
    /** Whether it was logged that there are no notices; once is enough. */
    private boolean told;

    /**
     * What came since the last call; at the first call for a folder, from then on.
     *
     * @return the names of files that came, some perhaps gone by now; empty when there are too many to tell, or may be, so that the
     *         folder is to be listed
     */
    public Optional<Set<String>> since(Path folder) {
        try {
            if (!folder.equals(watched) || key != null && !key.isValid()) {
                watch(folder);
            }
            return key == null ? Optional.of(Set.of()) : taken();
        } catch (IOException | UnsupportedOperationException | ClosedWatchServiceException e) {
            if (!told) {
                told = true;
                LOG.infof("Files in %s are found by scans alone, as the system does not tell of them: %s", folder, e);
            }
            return Optional.of(Set.of());
        }
    }

    private void watch(Path folder) throws IOException {
        close();
        watched = folder;
        service = folder.getFileSystem().newWatchService();
        key = folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        told = false;
    }

    private Optional<Set<String>> taken() {
        Set<String> names = new HashSet<>();
        boolean all = true;
        for (WatchKey ready = service.poll(); ready != null; ready = service.poll()) {
            for (WatchEvent<?> event : ready.pollEvents()) {
                if (event.context() instanceof Path name) {
                    names.add(name.toString());
                } else {
                    all = false;
                }
            }
            ready.reset();
        }
        return all ? Optional.of(names) : Optional.empty();
    }

    /** Has the next call try again where there was no watch. */
    public void tryAgain() {
        if (key == null) {
            watched = null;
        }
    }

    /** Ends the watch; the next call of {@link #since} begins another. */
    @Override
    public void close() {
        key = null;
        watched = null;
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debugf("The watch did not end: %s", e);
            }
            service = null;
        }
    }
}
