package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Filter 32004: the size in all, the size of a block, and the blocks with their sizes, big-endian. */
final class Lz4 implements ChunkFilter {
    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(stored);
        long size = from.getLong();
        int blockSize = from.getInt();
        if (size < 0 || size > most || blockSize <= 0) {
            throw new IOException("a chunk's LZ4 data has an impossible size");
        }
        byte[] result = new byte[(int) size];
        for (int to = 0; to < result.length;) {
            int end = (int) Math.min(size, (long) to + blockSize);
            int packed = from.getInt();
            // A block that does not get smaller is stored as it is.
            if (packed == end - to) {
                from.get(result, to, packed);
            } else {
                Lz4Block.decode(stored, from.position(), packed, result, to, end);
                from.position(from.position() + packed);
            }
            to = end;
        }
        return result;
    }
}
