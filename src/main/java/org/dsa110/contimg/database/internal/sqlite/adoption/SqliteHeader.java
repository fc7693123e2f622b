package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The first bytes of a database (SQLite's "Database File Format", section 1.3). */
final class SqliteHeader {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 100;

    private SqliteHeader() {
    }

    /** What there is of it: fewer than 100 bytes of a file that is shorter. */
    static byte[] read(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return file.readNBytes(LENGTH);
        }
    }

    /** Whether a file with these first bytes is a database, as far as they tell. */
    static boolean isDatabase(byte[] header) {
        return header.length == LENGTH && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }
}
