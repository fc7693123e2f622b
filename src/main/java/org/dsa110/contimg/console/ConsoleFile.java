package org.dsa110.contimg.console;

import java.util.HexFormat;

import io.vertx.core.buffer.Buffer;
import org.dsa110.contimg.rest.internal.GzipStream;
import org.dsa110.contimg.rest.internal.Sha256;

/**
 * What a browser gets at one address of the console, the same for everybody as long as the program runs. Not changed once made.
 *
 * @param mediaType with its charset
 * @param tag the ETag of the content
 * @param packedTag that of the same by gzip, as a tag is of one sequence of bytes
 */
record ConsoleFile(String mediaType, Buffer content, String tag, Buffer packed, String packedTag) {
    private static final int TAG_BYTES = 16;

    static ConsoleFile of(String mediaType, byte[] content) {
        byte[] packed = GzipStream.of(content);
        return new ConsoleFile(mediaType, Buffer.buffer(content), tag(content), Buffer.buffer(packed), tag(packed));
    }

    private static String tag(byte[] bytes) {
        return '"' + HexFormat.of().formatHex(Sha256.of(bytes), 0, TAG_BYTES) + '"';
    }
}
