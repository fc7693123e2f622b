package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What an HDF5 file's superblock says of the file's length (HDF5 File Format Specification 3.0, section II.A).
 * Immutable.
 *
 * @param version 0 to 3
 * @param endOfFile the first byte after the file's last one, from the start of the file, a user block included
 * @param openForWriting the library's own mark that a writer has the file open, or ended without closing it; only
 *        version 3 carries it, false for the others
 */
record Superblock(int version, long endOfFile, boolean openForWriting) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int FIRST_USER_BLOCK = 512;
    private static final int WRITE_ACCESS_OR_SWMR = 0b101;

    /**
     * Finds and reads the superblock: at the start, or after a user block of 512, 1024, 2048 ... bytes.
     *
     * @throws IOException with a sentence that says what is wrong, when there is none, it is cut off, or its version
     *         or field sizes are not known
     */
    static Superblock read(ExactChannel file) throws IOException {
        long length = file.size();
        for (long start = 0; start < length; start = start == 0 ? FIRST_USER_BLOCK : 2 * start) {
            if (length - start >= SIGNATURE.length
                    && Arrays.equals(SIGNATURE, bytes(file, start, SIGNATURE.length).array())) {
                return readAt(file, start);
            }
        }
        throw new IOException(length == 0 ? "the file is empty" : "the file has no HDF5 signature");
    }

    private static Superblock readAt(ExactChannel file, long start) throws IOException {
        int version = bytes(file, start + 8, 1).get();
        return switch (version) {
            case 0 -> new Superblock(version, address(file, start + 24, start + 13), false);
            case 1 -> new Superblock(version, address(file, start + 28, start + 13), false);
            case 2 -> new Superblock(version, address(file, start + 12, start + 9), false);
            case 3 -> new Superblock(version, address(file, start + 12, start + 9),
                    (bytes(file, start + 11, 1).get() & WRITE_ACCESS_OR_SWMR) != 0);
            default -> throw new IOException("the superblock has the unknown version " + version);
        };
    }

    /** In every version the end of file is the third of the addresses that begin at {@code addresses}. */
    private static long address(ExactChannel file, long addresses, long sizeOfOffsets) throws IOException {
        int size = bytes(file, sizeOfOffsets, 1).get();
        long value = switch (size) {
            case 4 -> Integer.toUnsignedLong(bytes(file, addresses + 2L * size, size).getInt());
            case 8 -> bytes(file, addresses + 2L * size, size).getLong();
            default -> throw new IOException("the superblock has addresses of " + size + " bytes");
        };
        if (value <= 0) {
            throw new IOException("the superblock has no end-of-file address");
        }
        return value;
    }

    private static ByteBuffer bytes(ExactChannel file, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        if (position + count > file.size()) {
            throw new EOFException("the superblock is cut off");
        }
        file.read(buffer, position);
        return buffer.flip();
    }
}
