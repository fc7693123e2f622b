package org.dsa110.contimg.ingest.internal.conversion;

import java.nio.charset.StandardCharsets;

/** Keeps the last few kilobytes. Thread-safe. */
final class OutputTail implements OutputPart {
    static final int LENGTH = 4096;

    private final byte[] tail = new byte[LENGTH];
    private int filled;

    @Override
    public synchronized void add(byte[] bytes, int length) {
        int added = Math.min(length, LENGTH);
        int kept = Math.min(filled, LENGTH - added);
        System.arraycopy(tail, filled - kept, tail, 0, kept);
        System.arraycopy(bytes, length - added, tail, kept, added);
        filled = kept + added;
    }

    /** What is kept so far, without blanks around it; empty when there is nothing. What is no UTF-8 shows as U+FFFD: people read this. */
    synchronized String text() {
        return new String(tail, 0, filled, StandardCharsets.UTF_8).strip();
    }
}
