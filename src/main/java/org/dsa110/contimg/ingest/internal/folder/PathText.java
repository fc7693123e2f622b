package org.dsa110.contimg.ingest.internal.folder;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as text, which is how databases and converters get them. */
public final class PathText {
    private static final char UNDECODABLE = '\uFFFD';

    private PathText() {
    }

    /**
     * Whether a path's text names the same file again and is one line. It is not when the path has bytes that the JVM's encoding of
     * file names does not have: under LC_ALL=C all beyond ASCII.
     */
    public static boolean isExact(Path path) {
        String text = path.toString();
        try {
            return text.indexOf(UNDECODABLE) < 0 && text.indexOf('\n') < 0 && Path.of(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
