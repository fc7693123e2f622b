package org.dsa110.contimg.rest.internal.errors;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import jakarta.ws.rs.core.Response.Status;

/**
 * A body that was sent with gzip (RFC 1952), as it was before: of one member or several, and nothing behind them. Nothing of it is read
 * before somebody asks. Not thread-safe.
 */
final class UnpackedBody extends InputStream {
    private static final int BUFFER_BYTES = 8 << 10;
    private static final String CODING = "gzip";

    private final Sent sent;
    private final long limit;
    /** Null before the first byte is asked for. */
    private Members members;
    private long unpacked;
    private boolean over;

    /**
     * @param packed as it comes from the client
     * @param limit how many bytes it may have when it is unpacked
     */
    UnpackedBody(InputStream packed, long limit) {
        this.sent = new Sent(packed);
        this.limit = limit;
    }

    /** Whether a body with this Content-Encoding, which may be null, is one. */
    static boolean isPackedBy(String coding) {
        return CODING.equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding);
    }

    /** What the client sends. Keeps why it ended, as the JDK takes any failure behind a member for the end of all. */
    private static final class Sent extends FilterInputStream {
        private IOException failure;

        Sent(InputStream packed) {
            super(packed);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        /** The JDK looks for another member only where this says that there is more: what is on its way may not have come yet. */
        @Override
        public int available() {
            return 1;
        }
    }

    private static final class Members extends GZIPInputStream {
        private static final int TRAILER_BYTES = 8;

        Members(InputStream packed) throws IOException {
            super(packed, BUFFER_BYTES);
        }

        /** Whether what has been read of the body ends with the last member. */
        boolean endHere() {
            return inf.getRemaining() <= TRAILER_BYTES;
        }

        /** Gives back the memory outside the heap. */
        void end() {
            inf.end();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws BodyBrokenOffException when it is no gzip or not all of it, or too long: 413; or when the client breaks off */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        try {
            if (members == null) {
                members = new Members(sent);
            }
            int read = members.read(bytes, offset, length);
            if (read < 0) {
                checkEnd();
                end();
            } else {
                count(read);
            }
            return read;
        } catch (IOException e) {
            end();
            throw sent.failure != null ? sent.failure : e instanceof BodyBrokenOffException ? e : damaged(e);
        }
    }

    private void count(int read) throws BodyBrokenOffException {
        unpacked += read;
        if (unpacked > limit) {
            throw new BodyBrokenOffException(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "the body is larger than " + limit + " bytes when it is unpacked", null);
        }
    }

    private void checkEnd() throws IOException {
        if (sent.failure != null) {
            throw sent.failure;
        }
        if (!members.endHere() || sent.read() >= 0) {
            throw new ZipException("there is more behind its end");
        }
    }

    private void end() {
        over = true;
        if (members != null) {
            members.end();
        }
    }

    private static BodyBrokenOffException damaged(IOException cause) {
        return new BodyBrokenOffException(Status.BAD_REQUEST.getStatusCode(),
                "Content-Encoding says gzip, and the body is not whole gzip: "
                        + (cause instanceof EOFException ? "it ends too early" : cause.getMessage()),
                cause);
    }
}
