package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.dsa110.contimg.ingest.Uvh5Header;

/**
 * Whether what lies in a subband file is a whole UVH5 file, or why it is not (yet). A file is also still growing while
 * its size changes: whoever asks compares that over two scans; the content cannot show it.
 */
public sealed interface Uvh5Content {

    /** All the file announces is there. */
    record Whole(Uvh5Header header) implements Uvh5Content {
    }

    /**
     * Something is missing, or damaged.
     *
     * @param reason a sentence for the log, without the file's name
     */
    record NotWhole(String reason) implements Uvh5Content {
    }

    /**
     * All is there as far as can be told, but its times cannot be read here.
     *
     * @param reason a sentence for the log, without the file's name
     */
    record NotReadable(String reason) implements Uvh5Content {
    }

    /**
     * Looks into a file: it is at least as long as its superblock says, no writer has marked it as open, its times can
     * be read, and so can the last stored piece of every data set in {@code Data/}: the last chunk, decompressed so
     * that damage in it shows (unless it is larger than 16 MiB), or the last 4 KiB where there are no chunks.
     * <p>
     * Reads about two megabytes of a real file of 145 MB. Never throws for what a file holds. Interrupting the thread
     * makes the file count as not whole. Safe for use by several threads.
     */
    static Uvh5Content of(Path file) {
        try {
            return new Whole(Uvh5File.read(file, reader -> {
                reader.readLastPieces();
                return reader.header();
            }));
        } catch (NoSuchFileException vanished) {
            return new NotWhole("the file is not there");
        } catch (IOException e) {
            return new NotWhole(e.getMessage());
        }
    }
}
