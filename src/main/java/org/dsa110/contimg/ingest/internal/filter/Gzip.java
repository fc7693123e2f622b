package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Filter 1: a zlib stream, RFC 1950. */
final class Gzip implements ChunkFilter {
    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            byte[] result = new byte[most];
            int length = 0;
            while (!inflater.finished()) {
                int got = inflater.inflate(result, length, most - length);
                if (got == 0 && !inflater.finished()) {
                    throw new IOException("a chunk's gzip stream is cut off, or larger than the chunk");
                }
                length += got;
            }
            return Arrays.copyOf(result, length);
        } catch (DataFormatException e) {
            throw new IOException("a chunk's gzip stream is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
