package org.dsa110.contimg.ingest.internal.conversion;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last few kilobytes. Thread-safe. */
final class OutputTail extends OutputStream {
    static final int LENGTH = 4096;

    private final byte[] ring = new byte[LENGTH];
    private long written;

    @Override
    public synchronized void write(int value) {
        ring[(int) (written++ % LENGTH)] = (byte) value;
    }

    /** What is kept so far, without blanks around it; empty when there is nothing. What is no UTF-8 shows as U+FFFD: people read this. */
    synchronized String text() {
        byte[] tail = new byte[(int) Math.min(written, LENGTH)];
        for (int i = 0; i < tail.length; i++) {
            tail[i] = ring[(int) ((written - tail.length + i) % LENGTH)];
        }
        return new String(tail, StandardCharsets.UTF_8).strip();
    }
}
