package org.dsa110.contimg;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;

/** Makes named pipes, opening which waits until somebody opens the other end. Skips the test where {@code mkfifo} is missing. */
public final class NamedPipe {
    private NamedPipe() {
    }

    public static Path make(Path path) throws IOException {
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        } catch (IOException e) {
            Assumptions.abort("there is no mkfifo");
            throw e;
        }
        if (mkfifo.onExit().join().exitValue() != 0) {
            throw new IOException("mkfifo " + path + " failed");
        }
        return path;
    }
}
