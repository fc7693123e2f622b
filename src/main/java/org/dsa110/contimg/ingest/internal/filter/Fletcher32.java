package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Filter 3: Fletcher's checksum of 32 bits over big-endian words of 16 bits, stored after the data. Files of HDF5 before
 * 1.6.3 have the bytes of its two halves exchanged, which the library takes too.
 */
final class Fletcher32 implements ChunkFilter {
    private static final int WORDS_BEFORE_OVERFLOW = 360;

    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) throws IOException {
        int length = stored.length - Integer.BYTES;
        int wanted = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
        int sum = sum(stored, length);
        int exchanged = (sum & 0x00ff00ff) << 8 | sum >>> 8 & 0x00ff00ff;
        if (wanted != sum && wanted != exchanged) {
            throw new IOException("a chunk's checksum shows damage");
        }
        return Arrays.copyOf(stored, length);
    }

    private static int sum(byte[] data, int length) {
        int first = 0;
        int second = 0;
        int words = 0;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? data[i + 1] & 0xff : 0;
            first += (data[i] & 0xff) << 8 | low;
            second += first;
            if (++words == WORDS_BEFORE_OVERFLOW) {
                first = fold(first);
                second = fold(second);
                words = 0;
            }
        }
        return fold(fold(second)) << 16 | fold(fold(first));
    }

    private static int fold(int sum) {
        return (sum & 0xffff) + (sum >>> 16);
    }
}
