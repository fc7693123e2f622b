package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one structure in their order; all are little-endian. Not safe for use by several threads. */
public final class Fields {
    /** The address of what is not stored. */
    public static final long UNDEFINED = -1;

    private final ByteBuffer bytes;
    private final int offsetSize;
    private final int lengthSize;

    Fields(ByteBuffer bytes, int offsetSize, int lengthSize) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.offsetSize = offsetSize;
        this.lengthSize = lengthSize;
    }

    /**
     * An unsigned number.
     *
     * @param size in bytes, of which those beyond the eighth are zero
     * @throws IOException when it is over 2^63 - 1, or the structure ends before
     */
    public long number(int size) throws IOException {
        long value = bits(size);
        if (value < 0) {
            throw new IOException("the file's structure has a number beyond all bounds");
        }
        return value;
    }

    /** @throws IOException when the structure ends before, or the number has more than 31 bits */
    public int small(int size) throws IOException {
        long value = number(size);
        if (value > Integer.MAX_VALUE) {
            throw new IOException("the file's structure has a number beyond all bounds");
        }
        return (int) value;
    }

    /** As {@link #number}, with {@link #UNDEFINED} for one of ones alone. */
    public long address() throws IOException {
        return orOnes(offsetSize);
    }

    /** A number of as many bytes as the superblock says. */
    public long length() throws IOException {
        return number(lengthSize);
    }

    /** A length in which ones alone mean that there is no limit, which is given as -1. */
    public long limit() throws IOException {
        return orOnes(lengthSize);
    }

    private long orOnes(int size) throws IOException {
        long value = bits(size);
        long ones = size < Long.BYTES ? (1L << 8 * size) - 1 : -1;
        return value == ones ? -1 : Math.max(-1, value);
    }

    /** Negative when it is over 2^63 - 1. */
    private long bits(int size) throws IOException {
        need(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            long next = bytes.get() & 0xffL;
            if (i < Long.BYTES) {
                value |= next << (8 * i);
            } else if (next != 0) {
                value = -1;
            }
        }
        return value;
    }

    /** The next bytes as a structure of their own. */
    public Fields part(int count) throws IOException {
        need(count);
        ByteBuffer part = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        return new Fields(part, offsetSize, lengthSize);
    }

    public byte[] take(int count) throws IOException {
        need(count);
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }

    /** UTF-8, up to the first zero if there is one. */
    public String text(int count) throws IOException {
        byte[] text = take(count);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    public void skip(int count) throws IOException {
        need(count);
        bytes.position(bytes.position() + count);
    }

    public void seek(int position) throws IOException {
        if (position < 0 || position > bytes.limit()) {
            throw new EOFException("the file's structure ends too early");
        }
        bytes.position(position);
    }

    public int remaining() {
        return bytes.remaining();
    }

    public int offsetSize() {
        return offsetSize;
    }

    public int lengthSize() {
        return lengthSize;
    }

    private void need(int count) throws EOFException {
        if (count < 0 || count > bytes.remaining()) {
            throw new EOFException("the file's structure ends too early");
        }
    }
}
