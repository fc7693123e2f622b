package org.dsa110.contimg.rest.internal.errors;

import java.io.IOException;
import java.util.zip.CRC32;

/** What stands before the packed bytes of one member of gzip (RFC 1952, section 2.3). It is checked, and nothing of it is kept. */
final class GzipHeader {
    private static final int MAGIC_FIRST = 0x1f;
    private static final int MAGIC_SECOND = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HAS_CHECKSUM = 1 << 1;
    private static final int HAS_EXTRA = 1 << 2;
    private static final int HAS_NAME = 1 << 3;
    private static final int HAS_COMMENT = 1 << 4;
    private static final int RESERVED = 0b1110_0000;
    /** Of the time, the way of packing, and the system. */
    private static final int BYTES_BEHIND_FLAGS = 6;

    private final PackedBytes packed;
    private final CRC32 checksum = new CRC32();

    private GzipHeader(PackedBytes packed) {
        this.packed = packed;
    }

    /**
     * Reads one.
     *
     * @param first whether it is that of the first member, which there must be
     * @return whether there is one: false where the body ends before it
     * @throws BodyBrokenOffException when something else stands there, or the body ends within it
     */
    static boolean read(PackedBytes packed, boolean first) throws IOException {
        int begin = first ? packed.needed() : packed.next();
        if (begin < 0) {
            return false;
        }
        int second = begin != MAGIC_FIRST ? -1 : first ? packed.needed() : packed.next();
        if (second != MAGIC_SECOND) {
            throw PackedBytes.damaged(first ? "Not in GZIP format" : "there is more behind its end", null);
        }
        new GzipHeader(packed).readBehindMagic();
        return true;
    }

    private void readBehindMagic() throws IOException {
        checksum.update(MAGIC_FIRST);
        checksum.update(MAGIC_SECOND);
        if (next() != DEFLATE) {
            throw PackedBytes.damaged("Unsupported compression method", null);
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw PackedBytes.damaged("its header has flags that no version of gzip has", null);
        }
        skip(BYTES_BEHIND_FLAGS);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            int computed = (int) checksum.getValue() & 0xffff;
            if ((next() | next() << 8) != computed) {
                throw PackedBytes.damaged("Corrupt GZIP header", null);
            }
        }
    }

    private int next() throws IOException {
        int read = packed.needed();
        checksum.update(read);
        return read;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    /** Texts end with a zero, and have no length: {@link PackedBytes} ends one that is too long. */
    private void skipText() throws IOException {
        int read;
        do {
            read = next();
        } while (read != 0);
    }
}
