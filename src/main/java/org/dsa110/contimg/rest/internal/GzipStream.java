package org.dsa110.contimg.rest.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses an answer with gzip (RFC 1952) piece by piece, one at a time. Each piece can be read as soon as it has come. It may be ended
 * on another thread, which does not wait for a piece that is being compressed.
 */
public final class GzipStream {
    public static final String CODING = "gzip";
    /** What fits into one packet gets there no sooner when it is compressed, and an answer of a few bytes becomes longer. */
    private static final int WORTH_BYTES = 1400;

    private final ByteArrayOutputStream packed;
    private final Quick gzip;
    private boolean packing;
    private boolean ended;

    public GzipStream() {
        this(new ByteArrayOutputStream());
    }

    /** @param packed takes each piece */
    GzipStream(ByteArrayOutputStream packed) {
        this.packed = packed;
        try {
            gzip = new Quick(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the quickest level: the usual one takes three times as long, for a tenth less. */
    private static final class Quick extends GZIPOutputStream {
        private static final int BUFFER_BYTES = 1 << 14;

        Quick(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER_BYTES, true);
            def.setLevel(Deflater.BEST_SPEED);
        }

        /** Gives back the memory outside the heap, whether all is written or not. */
        void end() {
            def.end();
        }
    }

    /** Whether an answer of so many bytes is compressed. */
    public static boolean isWorth(int bytes) {
        return bytes >= WORTH_BYTES;
    }

    /** All of an answer. */
    public static byte[] of(byte[] bytes) {
        return new GzipStream().pack(bytes, true);
    }

    /**
     * The next piece of the answer.
     *
     * @param last whether it is the last one; the stream is ended then
     * @return nothing where the stream was ended before
     */
    public byte[] pack(byte[] piece, boolean last) {
        if (!begin()) {
            return new byte[0];
        }
        try {
            gzip.write(piece);
            if (last) {
                gzip.finish();
            } else {
                gzip.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            done(last);
        }
        byte[] bytes = packed.toByteArray();
        packed.reset();
        return bytes;
    }

    /** @return false where it was ended */
    private synchronized boolean begin() {
        packing = !ended;
        return packing;
    }

    private synchronized void done(boolean last) {
        packing = false;
        ended |= last;
        if (ended) {
            gzip.end();
        }
    }

    /** Nothing more will be compressed than the piece that is. */
    public synchronized void end() {
        ended = true;
        if (!packing) {
            gzip.end();
        }
    }
}
