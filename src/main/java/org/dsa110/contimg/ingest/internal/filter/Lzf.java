package org.dsa110.contimg.ingest.internal.filter;

import java.util.Arrays;

/** Filter 32000, of h5py: one block of LibLZF without a header. */
final class Lzf implements ChunkFilter {
    private static final int LITERALS = 32;
    private static final int LONG = 7;

    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) {
        byte[] result = new byte[most];
        int to = 0;
        for (int from = 0; from < stored.length;) {
            int control = stored[from++] & 0xff;
            if (control < LITERALS) {
                System.arraycopy(stored, from, result, to, control + 1);
                from += control + 1;
                to += control + 1;
                continue;
            }
            int length = control >> 5;
            if (length == LONG) {
                length += stored[from++] & 0xff;
            }
            int source = to - ((control & 31) << 8 | stored[from++] & 0xff) - 1;
            // Byte by byte, since what is copied may overlap with where it goes.
            for (int end = to + length + 2; to < end; to++) {
                result[to] = result[source++];
            }
        }
        return Arrays.copyOf(result, to);
    }
}
