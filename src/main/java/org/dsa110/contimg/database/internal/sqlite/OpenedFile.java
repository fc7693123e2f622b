package org.dsa110.contimg.database.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.files.DiskSpace;
import org.dsa110.contimg.files.FileFailure;

/**
 * The file that lay at a path when the database was opened, and its log. A file that is removed, or replaced, goes on taking writes
 * through connections that have it open, and everything written there is lost: so it must be noticed. Thread-safe.
 */
final class OpenedFile {
    /** How old the last look may be for a read to rely on it. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path path;
    private final Path log;
    private final Object key;
    private volatile Object logKey;
    private volatile long seenNanos;

    /** @throws DatabaseException when it is not there */
    OpenedFile(Path path) {
        this.path = path;
        this.log = path.resolveSibling(path.getFileName() + "-wal");
        this.key = key(path);
        if (key == null) {
            throw gone();
        }
        this.seenNanos = System.nanoTime();
    }

    /** @throws DatabaseException STORAGE when the file or its log is gone or another one */
    void verify() {
        Object now = key(path);
        if (now == null) {
            throw gone();
        }
        if (!now.equals(key)) {
            throw new DatabaseException(Kind.STORAGE, "another file lies at " + path
                    + " than the one that was opened; restart the service to use that one", null);
        }
        verifyLog();
        seenNanos = System.nanoTime();
    }

    /** Like {@link #verify}, but looks only now and then. */
    void verifyNowAndThen() {
        if (System.nanoTime() - seenNanos > LOOK_NANOS) {
            verify();
        }
    }

    /** In bytes; NaN when it is not there. */
    double size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The space that is left where it lies, in bytes; NaN when that cannot be told. */
    double free() {
        OptionalLong free = DiskSpace.free(path.toAbsolutePath().getParent());
        return free.isPresent() ? free.getAsLong() : Double.NaN;
    }

    /** The log is made by the first connection that needs it, and stays the same as long as any connection is open. */
    private void verifyLog() {
        Object now = key(log);
        if (logKey == null) {
            logKey = now;
        } else if (!logKey.equals(now)) {
            throw new DatabaseException(Kind.STORAGE, log + " was removed or replaced; restart the service", null);
        }
    }

    private DatabaseException gone() {
        return new DatabaseException(Kind.STORAGE,
                path + " is gone: it was removed or renamed; put it back, or restart the service", null);
    }

    private static Object key(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Where the file system has no keys, files are told apart by their creation.
            return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new DatabaseException(Kind.STORAGE, "cannot look at " + path + ": " + FileFailure.reason(e), e);
        }
    }
}
