package org.dsa110.contimg.rest.internal.export;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

import org.dsa110.contimg.rest.OtherProgram;

/** The table of images with more rows than all buffers between a service and a client that does not read hold; ids begin with 1. */
record LargeTable(OtherProgram other) {
    static final int ROWS = 100_000;
    /** Many pages of an export behind the first; those before it can be read in any case. */
    static final int READABLE = 15_000;
    /** On a page of the file of its own. */
    private static final int FAULTY = READABLE + 1000;
    private static final int PAGE_BYTES = 4096;
    private static final int LEAF_OF_TABLE = 0x0d;

    /** Fills the table of a service that runs. */
    static LargeTable in(Path state) throws SQLException {
        LargeTable table = new LargeTable(new OtherProgram(state.resolve("products.sqlite3").toString()));
        table.other.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")"
                + " INSERT INTO images (path, ms_path, created_at, type, noise_jy)"
                + " SELECT printf('/images/%06d.fits', i), '/ms', 1764000309.6, 'dirty', i * 0.1 FROM n");
        return table;
    }

    /** Damages the file where one image is, which nobody has read yet. */
    LargeTable damaged() throws SQLException, IOException {
        return damaged(FAULTY);
    }

    LargeTable damaged(int id) throws SQLException, IOException {
        String path = String.format("/images/%06d.fits", id);
        other.number("PRAGMA wal_checkpoint(TRUNCATE)");
        int damaged = 0;
        try (RandomAccessFile file = new RandomAccessFile(other.file(), "rw")) {
            byte[] page = new byte[PAGE_BYTES];
            for (long at = 0; at < file.length(); at += PAGE_BYTES) {
                file.seek(at);
                file.readFully(page);
                if (page[0] == LEAF_OF_TABLE && new String(page, StandardCharsets.ISO_8859_1).contains(path)) {
                    file.seek(at);
                    file.write(new byte[PAGE_BYTES]);
                    damaged++;
                }
            }
        }
        if (damaged == 0) {
            throw new IllegalStateException("the row is not in the file");
        }
        return this;
    }
}
