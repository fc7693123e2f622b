package org.dsa110.contimg.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Makes folders for temporary files, for their owner alone. Where that cannot be done it says so of the folder that they should have been
 * in, and by whom: the name of what could not be made there tells nobody anything. Stateless.
 */
public final class TemporaryFolder {
    private TemporaryFolder() {
    }

    /**
     * Makes one, which whoever asks for it deletes.
     *
     * @param prefix what its name begins with
     * @throws IOException in words for people, when it cannot be made
     */
    public static Path make(String prefix) throws IOException {
        Path within = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return Files.createTempDirectory(within, prefix);
        } catch (IOException e) {
            throw failed(within, e);
        }
    }

    /**
     * Finds out whether files can be made there, before what is no part of this program tries to.
     *
     * @throws IOException in words for people, when they cannot
     */
    public static void requireWritable() throws IOException {
        Path within = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(within)) {
            throw failed(within, new NoSuchFileException(within.toString()));
        } else if (WriteAccess.obstacleToFilesIn(within) != null) {
            throw failed(within, new AccessDeniedException(within.toString()));
        }
    }

    /** The failure to be told of what could not be written in such a folder. */
    public static IOException failed(IOException failure) {
        return failed(Path.of(System.getProperty("java.io.tmpdir")), failure);
    }

    private static IOException failed(Path within, IOException failure) {
        String obstacle = Files.isDirectory(within) ? WriteAccess.obstacleToFilesIn(within) : null;
        // Not its cause, whose words would be told besides.
        IOException told = new IOException("temporary files cannot be made in " + within
                + ", the folder for them (-Djava.io.tmpdir=FOLDER names another): "
                + (obstacle == null ? FileFailure.reason(failure) : obstacle));
        told.addSuppressed(failure);
        return told;
    }
}
