package org.dsa110.contimg.rest.internal.errors;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import jakarta.ws.rs.core.Response.Status;

/**
 * A body that was sent with gzip (RFC 1952), as it was before: of one member or several, and nothing behind them. Nothing of it is read
 * before somebody asks. Not thread-safe.
 */
// The JDK's GZIPInputStream has no bound for what unpacks to nothing, and takes a header that is cut for the end of the body.
final class UnpackedBody extends InputStream {
    private static final String CODING = "gzip";
    private static final long LOW_32_BITS = 0xffff_ffffL;

    private final PackedBytes packed;
    private final long limit;
    private final CRC32 checksum = new CRC32();
    /** Null before the first byte is asked for. */
    private Inflater inflater;
    private boolean withinMember;
    private long unpacked;
    private boolean over;

    /**
     * @param packed as it comes from the client; is not closed
     * @param limit how many bytes it may have when it is unpacked
     */
    UnpackedBody(InputStream packed, long limit) {
        this.packed = new PackedBytes(packed, limit);
        this.limit = limit;
    }

    /** Whether a body with this Content-Encoding, which may be null, is one. */
    static boolean isPackedBy(String coding) {
        return CODING.equalsIgnoreCase(coding) || "x-gzip".equalsIgnoreCase(coding);
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
            int read = 0;
            while (read == 0 && (withinMember || beginMember())) {
                read = unpack(bytes, offset, length);
            }
            if (read == 0) {
                close();
                return -1;
            }
            return read;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Gives back the memory outside the heap. */
    @Override
    public void close() {
        over = true;
        if (inflater != null) {
            inflater.end();
        }
    }

    /** @return false behind the last one */
    private boolean beginMember() throws IOException {
        boolean first = inflater == null;
        if (!GzipHeader.read(packed, first)) {
            return false;
        }
        if (first) {
            inflater = new Inflater(true);
        } else {
            inflater.reset();
            checksum.reset();
        }
        withinMember = true;
        return true;
    }

    /** @return how many bytes; 0 where the member has ended or more of it must come */
    private int unpack(byte[] bytes, int offset, int length) throws IOException {
        if (inflater.finished()) {
            endMember();
            return 0;
        }
        int read;
        try {
            read = inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw PackedBytes.damaged(e.getMessage() == null ? "its deflated bytes are damaged" : e.getMessage(), e);
        }
        if (read > 0) {
            packed.wereOfUse();
            checksum.update(bytes, offset, read);
            count(read);
        } else if (inflater.needsInput() && !inflater.finished()) {
            packed.giveTo(inflater);
        }
        return read;
    }

    private void endMember() throws IOException {
        packed.takeBackFrom(inflater);
        if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & LOW_32_BITS)) {
            throw PackedBytes.damaged("Corrupt GZIP trailer", null);
        }
        withinMember = false;
    }

    /** Of 32 bits, the lowest first. */
    private long number() throws IOException {
        long number = 0;
        for (int bits = 0; bits < Integer.SIZE; bits += Byte.SIZE) {
            number |= (long) packed.needed() << bits;
        }
        return number;
    }

    private void count(int read) throws BodyBrokenOffException {
        unpacked += read;
        if (unpacked > limit) {
            throw new BodyBrokenOffException(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(),
                    "the body is larger than " + limit + " bytes when it is unpacked", null);
        }
    }
}
