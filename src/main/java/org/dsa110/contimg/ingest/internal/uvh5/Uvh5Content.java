package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

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
     * All is there as far as can be told, but its times or its position, or where its visibilities are, cannot be read
     * here.
     *
     * @param reason a sentence for the log, without the file's name
     */
    record NotReadable(String reason) implements Uvh5Content {
    }

    /**
     * Looks into a file: it is at least as long as its superblock says, no writer has marked it as open, its times can
     * be read, and all of the times and of every data set in {@code Data/} is stored: every chunk lies within the file,
     * and the last one is decompressed so that damage in it shows (unless it is larger than 16 MiB, or a filter of it has
     * no reader); the last 4 KiB are read where there are no chunks. {@code Data/visdata} must be there and hold
     * something. What is missing or damaged comes before what cannot be read.
     * <p>
     * Other data sets are looked at by their path alone, whatever their types and filters. Filters with a reader are
     * gzip, shuffle, fletcher32, lzf, lz4, and bitshuffle with and without lz4.
     * <p>
     * Reads about two megabytes of a real file of 145 MB. Never throws for what a file holds; errors that are not the
     * file's doing, such as too little memory, pass. Interrupting the thread makes the file count as not whole. Safe for use by several threads.
     */
    static Uvh5Content of(Path file) {
        try {
            return new Whole(Uvh5File.read(file, Uvh5File::headerOfWhole));
        } catch (NoSuchFileException vanished) {
            return new NotWhole("the file is not there");
        } catch (UnreadableException e) {
            return new NotReadable(e.getMessage());
        } catch (IOException e) {
            return new NotWhole(e.getMessage());
        }
    }
}
