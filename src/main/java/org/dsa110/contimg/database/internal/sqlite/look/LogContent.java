package org.dsa110.contimg.database.internal.sqlite.look;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is in the write-ahead log beside a database, by its header (SQLite's "WAL File Format", section 4.1). */
enum LogContent {
    /** There is no log. */
    NONE,
    /** Nothing, as after a checkpoint that has cut it off. */
    EMPTY,
    /**
     * A header with nothing behind it, or none that SQLite knows: nothing of it counts. A program that is killed as it begins to write leaves the
     * one. With an index that it may not write SQLite looks at such a log again and again, as at one that others change, and gives up after 10 s.
     */
    NOTHING_THAT_COUNTS,
    /** A header, and something behind it. */
    FRAMES;

    private static final int HEADER = 32;
    /** But for the last bit, which says in which order the bytes of checksums are. */
    private static final int MAGIC = 0x377f0682;
    private static final int PAGE_BYTES_AT = 8;
    private static final int LEAST_PAGE_BYTES = 512;
    private static final int MOST_PAGE_BYTES = 65_536;

    /**
     * Of a log that others may have open: no lock is lost by reading it here, as SQLite takes none on a log.
     *
     * @throws IOException when it cannot be read
     */
    static LogContent of(Path log) throws IOException {
        byte[] begin;
        try (InputStream file = Files.newInputStream(log)) {
            begin = file.readNBytes(HEADER + 1);
        } catch (NoSuchFileException e) {
            return NONE;
        }
        if (begin.length == 0) {
            return EMPTY;
        }
        return begin.length > HEADER && isHeader(ByteBuffer.wrap(begin)) ? FRAMES : NOTHING_THAT_COUNTS;
    }

    /** Whether a program that has the database open may have such a log for longer than a moment. */
    boolean isOrdinary() {
        return this == EMPTY || this == FRAMES;
    }

    private static boolean isHeader(ByteBuffer begin) {
        int pageBytes = begin.getInt(PAGE_BYTES_AT);
        return (begin.getInt(0) & ~1) == MAGIC && Integer.bitCount(pageBytes) == 1 && pageBytes >= LEAST_PAGE_BYTES
                && pageBytes <= MOST_PAGE_BYTES;
    }
}
