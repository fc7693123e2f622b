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

    /** Costs the same however much comes at a time. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, LENGTH);
        written += length - kept;
        int at = (int) (written % LENGTH);
        int untilEnd = Math.min(kept, LENGTH - at);
        System.arraycopy(bytes, offset + length - kept, ring, at, untilEnd);
        System.arraycopy(bytes, offset + length - kept + untilEnd, ring, 0, kept - untilEnd);
        written += kept;
    }

    /**
     * What is kept so far, without blanks around it; empty when there is nothing. What is no UTF-8 shows as U+FFFD, and so does NUL,
     * at which many programs take a text to end: people read this.
     */
    synchronized String text() {
        byte[] tail = new byte[(int) Math.min(written, LENGTH)];
        int from = (int) ((written - tail.length) % LENGTH);
        int untilEnd = Math.min(tail.length, LENGTH - from);
        System.arraycopy(ring, from, tail, 0, untilEnd);
        System.arraycopy(ring, 0, tail, untilEnd, tail.length - untilEnd);
        return new String(tail, StandardCharsets.UTF_8).replace('\0', '\ufffd').strip();
    }
}
