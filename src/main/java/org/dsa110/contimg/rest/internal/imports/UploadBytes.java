package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads an upload byte by byte through a buffer, without the byte order mark that it may begin with. Not thread-safe. */
final class UploadBytes {
    static final int END = -1;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean begun;

    UploadBytes(InputStream input) {
        this.input = input;
    }

    /**
     * The next byte, 0 to 255, or {@link #END}.
     *
     * @throws IOException when the client went away, or sent nothing for too long
     */
    int next() throws IOException {
        if (at == end && !fill()) {
            return END;
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        if (!begun) {
            begun = true;
            end = input.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
            at = Arrays.equals(buffer, 0, end, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length) ? end : 0;
            if (at < end) {
                return true;
            }
        }
        end = Math.max(0, input.read(buffer));
        at = 0;
        return end > 0;
    }

    /** @throws CharacterCodingException when the bytes are not UTF-8 */
    static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
