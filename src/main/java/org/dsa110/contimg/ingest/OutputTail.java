package org.dsa110.contimg.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a stream to its end and keeps its last few kilobytes. */
final class OutputTail {
    static final int LENGTH = 4096;

    private OutputTail() {
    }

    /** @return the end of the stream as UTF-8 without blanks around it; empty when it has none */
    static String of(InputStream stream) throws IOException {
        byte[] tail = new byte[2 * LENGTH];
        int filled = 0;
        for (int length = stream.read(tail); length >= 0; length = stream.read(tail, filled, tail.length - filled)) {
            filled += length;
            if (filled > LENGTH) {
                System.arraycopy(tail, filled - LENGTH, tail, 0, LENGTH);
                filled = LENGTH;
            }
        }
        return new String(Arrays.copyOf(tail, filled), StandardCharsets.UTF_8).strip();
    }
}
