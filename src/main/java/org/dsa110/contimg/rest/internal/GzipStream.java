package org.dsa110.contimg.rest.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses an answer with gzip (RFC 1952) piece by piece. Each piece can be read as soon as it has come. Thread-safe: one that is
 * ended while a piece is compressed waits for that.
 */
public final class GzipStream {
    public static final String CODING = "gzip";
    /** What fits into one packet gets there no sooner when it is compressed, and an answer of a few bytes becomes longer. */
    private static final int WORTH_BYTES = 1400;

    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final Quick gzip;
    private boolean ended;

    public GzipStream() {
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
    public synchronized byte[] pack(byte[] piece, boolean last) {
        if (ended) {
            return new byte[0];
        }
        try {
            gzip.write(piece);
            if (last) {
                gzip.finish();
                end();
            } else {
                gzip.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = packed.toByteArray();
        packed.reset();
        return bytes;
    }

    /** Nothing more will be compressed. */
    public synchronized void end() {
        ended = true;
        gzip.end();
    }
}
