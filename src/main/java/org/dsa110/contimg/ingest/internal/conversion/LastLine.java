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
        write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int begin = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, begin, i);
                ended = lastNotBlank();
                line.reset();
                begin = i + 1;
            }
        }
        keep(bytes, begin, offset + length);
    }

    /**
     * The line without blanks around it; empty when there is none.
     *
     * @throws CharacterCodingException when it is no UTF-8: with U+FFFD in it, it would name a file that is not there
     */
    synchronized String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lastNotBlank())).toString().strip();
    }

    /** The line for people, whatever it is: what is no UTF-8 shows as U+FFFD. */
    synchronized String shown() {
        return new String(lastNotBlank(), StandardCharsets.UTF_8).replace('\0', '\ufffd').strip();
    }

    private void keep(byte[] bytes, int begin, int end) {
        line.write(bytes, begin, Math.min(end - begin, LONGEST - line.size()));
    }

    private byte[] lastNotBlank() {
        byte[] last = line.toByteArray();
        return isBlank(last) ? ended : last;
    }

    /** Most lines show it by their first character, and need not be decoded. */
    private static boolean isBlank(byte[] line) {
        for (byte value : line) {
            if (value > ' ' && value < 127) {
                return false;
            }
        }
        return new String(line, StandardCharsets.UTF_8).isBlank();
    }
}
