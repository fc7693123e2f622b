package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Lists what lies at a path if it is a folder, and never waits for anything else: the JDK opens by path before it knows what lies there, which
 * at a pipe waits until somebody opens its other end. As {@link RegularFile}, it looks first, and opens in a thread of its own, for which
 * a caller waits for a limited time only. Links are followed.
 */
public final class Folder {
    private Folder() {
    }

    /**
     * Opens a folder, for reading the paths in it. To be closed.
     *
     * @throws NoSuchFileException when nothing lies there
     * @throws FileSystemException saying so, when it is no folder, could not be opened in time, or opening it hangs already
     * @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted, which stays set
     * @throws IOException when the system refuses
     */
    public static DirectoryStream<Path> open(Path path) throws IOException {
        return BoundedOpening.OF_THE_PROGRAM.open(path, () -> openNow(path));
    }

    private static DirectoryStream<Path> openNow(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isDirectory()) {
            throw new FileSystemException(path.toString(), null, attributes.isRegularFile()
                    ? "it is a file, not a folder"
                    : "it is a pipe, a socket or a device, not a folder");
        }
        return Files.newDirectoryStream(path);
    }
}
