package org.dsa110.contimg.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last line that is not blank, whether or not it is ended. Thread-safe. */
final class LastLine implements OutputPart {
    /** Of a longer line only the begin is kept. */
    static final int LONGEST = 65_536;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String ended = "";

    @Override
    public synchronized void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                ended = text();
                line.reset();
            } else if (line.size() < LONGEST) {
                line.write(bytes[i]);
            }
        }
    }

    @Override
    public synchronized String text() {
        String open = line.toString(StandardCharsets.UTF_8).strip();
        return open.isEmpty() ? ended : open;
    }
}
