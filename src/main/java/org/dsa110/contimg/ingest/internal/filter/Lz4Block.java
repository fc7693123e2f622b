package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;

/**
 * Decodes one block of LZ4 (LZ4 Block Format Description), with every index checked by the virtual machine: lz4-java's
 * fast decoder reads beyond its arrays where data is damaged, and is loaded by reflection.
 */
final class Lz4Block {
    private static final int LONG = 15;
    private static final int SHORTEST_COPY = 4;

    private final byte[] packed;
    private int at;

    private Lz4Block(byte[] packed, int at) {
        this.packed = packed;
        this.at = at;
    }

    /** @throws IOException when the block does not fill {@code result} from {@code start} to {@code end} */
    static void decode(byte[] packed, int from, int length, byte[] result, int start, int end) throws IOException {
        if (length < 0 || length > packed.length - from
                || new Lz4Block(packed, from).decode(from + length, result, start, end) != end) {
            throw new IOException("a chunk's LZ4 block is damaged");
        }
    }

    private int decode(int packedEnd, byte[] result, int start, int end) throws IOException {
        int to = start;
        while (at < packedEnd) {
            int token = packed[at++] & 0xff;
            int literals = length(token >> 4);
            if (literals > end - to || literals > packedEnd - at) {
                throw new IOException("a chunk's LZ4 block is damaged");
            }
            System.arraycopy(packed, at, result, to, literals);
            at += literals;
            to += literals;
            if (at == packedEnd) {
                break;
            }
            int distance = packed[at] & 0xff | (packed[at + 1] & 0xff) << 8;
            at += 2;
            int copied = length(token & LONG) + SHORTEST_COPY;
            if (distance == 0 || distance > to - start || copied > end - to) {
                throw new IOException("a chunk's LZ4 block is damaged");
            }
            // Byte by byte, since what is copied may overlap with where it goes.
            for (int last = to + copied; to < last; to++) {
                result[to] = result[to - distance];
            }
        }
        return to;
    }

    private int length(int nibble) throws IOException {
        int length = nibble;
        for (int more = 255; nibble == LONG && more == 255 && length >= 0;) {
            more = packed[at++] & 0xff;
            length += more;
        }
        if (length < 0 || length > Integer.MAX_VALUE - SHORTEST_COPY) {
            throw new IOException("a chunk's LZ4 block is damaged");
        }
        return length;
    }
}
