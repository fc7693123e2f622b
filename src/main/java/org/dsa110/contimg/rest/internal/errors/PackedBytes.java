package org.dsa110.contimg.rest.internal.errors;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;

import jakarta.ws.rs.core.Response.Status;

/**
 * The bytes of a body that was sent with gzip, as they come from the client. Refuses those that would hold a thread for nothing: too many
 * that unpack to nothing, and more than are needed for any body that is short enough. Failures of the connection go through as they are.
 * Not thread-safe.
 */
final class PackedBytes {
    /** More than the longest extra field, and than thousands of empty members or flushed blocks, which programs leave behind each other. */
    static final int BARREN_BYTES = 128 << 10;
    private static final int BUFFER_BYTES = 8 << 10;
    /** What cannot be packed becomes longer by 5 bytes in 65535 or fewer. */
    private static final int SHARE_OF_BLOCK_HEADERS = 1000;

    private final InputStream sent;
    private final long unpackedLimit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int place;
    private int end;
    /** How many have come. */
    private long come;
    /** How many had come when the last byte of the unpacked body was found. */
    private long comeBefore;

    /** @param unpackedLimit how many bytes the body may have when it is unpacked */
    PackedBytes(InputStream sent, long unpackedLimit) {
        this.sent = sent;
        this.unpackedLimit = unpackedLimit;
    }

    /** The next byte, or -1 at the end. */
    int next() throws IOException {
        return place < end || fill() ? buffer[place++] & 0xff : -1;
    }

    /** @throws BodyBrokenOffException at the end */
    int needed() throws IOException {
        int next = next();
        if (next < 0) {
            throw endsTooEarly();
        }
        return next;
    }

    /**
     * Hands over all that has come, and waits for some if nothing has.
     *
     * @throws BodyBrokenOffException at the end
     */
    void giveTo(Inflater inflater) throws IOException {
        if (place == end && !fill()) {
            throw endsTooEarly();
        }
        inflater.setInput(buffer, place, end - place);
        place = end;
    }

    /** What it was given last and has not used comes next. */
    void takeBackFrom(Inflater inflater) {
        place -= inflater.getRemaining();
    }

    /** The bytes so far had something in them. */
    void wereOfUse() {
        comeBefore = come;
    }

    private boolean fill() throws IOException {
        if (come - comeBefore > BARREN_BYTES) {
            throw new BodyBrokenOffException(Status.BAD_REQUEST.getStatusCode(),
                    "Content-Encoding says gzip, and more than " + BARREN_BYTES
                            + " bytes of the body unpack to nothing, one behind the other",
                    null);
        }
        if (come - unpackedLimit / SHARE_OF_BLOCK_HEADERS - BARREN_BYTES > unpackedLimit) {
            throw new BodyBrokenOffException(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "the body is larger than " + unpackedLimit + " bytes before it is unpacked", null);
        }
        int read;
        do {
            read = sent.read(buffer, 0, buffer.length);
        } while (read == 0);
        place = 0;
        end = Math.max(read, 0);
        come += end;
        return read > 0;
    }

    private static BodyBrokenOffException endsTooEarly() {
        return damaged("it ends too early", null);
    }

    /** @param cause null for none */
    static BodyBrokenOffException damaged(String why, Throwable cause) {
        return new BodyBrokenOffException(Status.BAD_REQUEST.getStatusCode(),
                "Content-Encoding says gzip, and the body is not whole gzip: " + why, cause);
    }
}
