package org.dsa110.contimg.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream to its end and keeps its last line that is not blank, in memory that does not grow with the stream. */
final class LastLine {
    /** Of a longer line only the begin is kept. */
    static final int LONGEST = 65_536;

    private LastLine() {
    }

    /** @return the line as UTF-8 without blanks around it; empty when there is none */
    static String of(InputStream stream) throws IOException {
        String last = "";
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
            for (int i = 0; i < length; i++) {
                if (buffer[i] == '\n') {
                    last = nonBlank(line, last);
                    line.reset();
                } else if (line.size() < LONGEST) {
                    line.write(buffer[i]);
                }
            }
        }
        return nonBlank(line, last);
    }

    private static String nonBlank(ByteArrayOutputStream line, String otherwise) {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? otherwise : text;
    }
}
