package org.dsa110.contimg.ingest.internal.conversion;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Keeps the last line that is not blank, whether or not it is ended. Thread-safe. */
final class LastLine extends OutputStream {
    /** Of a longer line only the begin is kept. */
    static final int LONGEST = 65_536;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] ended = {};

    @Override
    public synchronized void write(int value) {
        if (value == '\n') {
            ended = lastNotBlank();
            line.reset();
        } else if (line.size() < LONGEST) {
            line.write(value);
        }
    }

    /**
     * The line without blanks around it; empty when there is none.
     *
     * @throws CharacterCodingException when it is no UTF-8: with U+FFFD in it, it would name a file that is not there
     */
    synchronized String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lastNotBlank())).toString().strip();
    }

    private byte[] lastNotBlank() {
        return line.toString(StandardCharsets.UTF_8).isBlank() ? ended : line.toByteArray();
    }
}
