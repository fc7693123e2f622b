package org.dsa110.contimg.ingest.internal.conversion;

/** The part that is kept of what a process writes, in memory that does not grow with it. Thread-safe. */
interface OutputPart {
    /** Takes the next bytes of the output. */
    void add(byte[] bytes, int length);
}
