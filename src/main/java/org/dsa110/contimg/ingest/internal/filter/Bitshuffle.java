package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Filter 32008 (bitshuffle 0.2 and later): in each block the first bits of all elements, then the second ones, and so
 * on; compressed by LZ4 or not. Its parameters are two of its version, the element's size, a block's elements (0 for the
 * default), and the compression. Elements at the end that are no eight are stored as they are.
 */
final class Bitshuffle implements ChunkFilter {
    private static final int BLOCK_BYTES = 8192;
    private static final int SMALLEST_BLOCK = 128;
    private static final int NONE = 0;
    private static final int LZ4 = 2;

    @Override
    public boolean reads(int[] parameters) {
        return compression(parameters) == NONE || compression(parameters) == LZ4;
    }

    private static int compression(int[] parameters) {
        return parameters.length > 4 ? parameters[4] : NONE;
    }

    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) throws IOException {
        int size = parameters[2];
        if (size <= 0) {
            throw new IOException("a chunk has elements of an impossible size");
        }
        return compression(parameters) == LZ4 ? unpack(stored, size, most) : plain(stored, size, parameters);
    }

    private static byte[] plain(byte[] stored, int size, int[] parameters) {
        int block = parameters.length > 3 && parameters[3] > 0
                ? parameters[3]
                : Math.max(SMALLEST_BLOCK, BLOCK_BYTES / size / 8 * 8);
        byte[] result = stored.clone();
        int elements = stored.length / size / 8 * 8;
        for (int first = 0, count; first < elements; first += count) {
            count = Math.min(block, elements - first);
            unshuffle(stored, first * size, result, first * size, count, size);
        }
        return result;
    }

    private static byte[] unpack(byte[] stored, int size, int most) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(stored);
        long total = from.getLong();
        int block = from.getInt() / size / 8 * 8;
        if (total < 0 || total > most || block <= 0) {
            throw new IOException("a chunk's bitshuffle data has an impossible size");
        }
        byte[] result = new byte[(int) total];
        int elements = result.length / size / 8 * 8;
        byte[] shuffled = new byte[(int) Math.min((long) block, elements) * size];
        for (int first = 0, count; first < elements; first += count) {
            count = Math.min(block, elements - first);
            int packed = from.getInt();
            Lz4Block.decode(stored, from.position(), packed, shuffled, 0, count * size);
            from.position(from.position() + packed);
            unshuffle(shuffled, 0, result, first * size, count, size);
        }
        from.get(result, elements * size, result.length - elements * size);
        return result;
    }

    /** @param count of elements, a multiple of eight */
    private static void unshuffle(byte[] from, int start, byte[] to, int target, int count, int size) {
        int row = count / 8;
        for (int place = 0; place < size; place++) {
            for (int eight = 0; eight < row; eight++) {
                for (int element = 0; element < 8; element++) {
                    int value = 0;
                    for (int bit = 0; bit < 8; bit++) {
                        value |= (from[start + (place * 8 + bit) * row + eight] >> element & 1) << bit;
                    }
                    to[target + (eight * 8 + element) * size + place] = (byte) value;
                }
            }
        }
    }
}
