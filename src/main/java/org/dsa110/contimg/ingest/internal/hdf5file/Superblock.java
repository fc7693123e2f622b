package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

import io.jhdf.checksum.ChecksumUtils;

/**
 * What an HDF5 file's superblock says (HDF5 File Format Specification 3.0, section II.A). Immutable.
 *
 * @param start where it lies; all addresses in the file count from there
 * @param endOfFile the first byte after the file's last one, from the start of the file, a user block included
 * @param openForWriting the library's own mark that a writer has the file open, or ended without closing it; versions 2
 *        and 3 carry it, false for the others
 * @param root the address of the root group
 * @param offsetSize how many bytes an address has: 2, 4, 8, 16 or 32
 * @param lengthSize how many bytes a length has, which may be another of these
 */
record Superblock(long start, long endOfFile, boolean openForWriting, long root, int offsetSize,
        int lengthSize) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int FIRST_USER_BLOCK = 512;
    private static final int WRITE_ACCESS_OR_SWMR = 0b101;
    private static final int SIZES = 13;
    private static final int SIZES_OF_VERSION_2 = 9;
    private static final Set<Byte> KNOWN_SIZES = Set.of((byte) 2, (byte) 4, (byte) 8, (byte) 16, (byte) 32);

    /**
     * Finds and reads the superblock: at the start, or after a user block of 512, 1024, 2048 ... bytes.
     *
     * @throws IOException with a sentence that says what is wrong, when there is none, it is cut off, or its version
     *         or field sizes are not known
     */
    static Superblock read(ExactFile file) throws IOException {
        long length = file.size();
        for (long start = 0; start < length; start = start == 0 ? FIRST_USER_BLOCK : 2 * start) {
            if (length - start >= SIGNATURE.length
                    && Arrays.equals(SIGNATURE, bytes(file, start, SIGNATURE.length).array())) {
                return readAt(file, start);
            }
        }
        throw new IOException(length == 0 ? "the file is empty" : "the file has no HDF5 signature");
    }

    private static Superblock readAt(ExactFile file, long start) throws IOException {
        int version = bytes(file, start + SIGNATURE.length, 1).get();
        return switch (version) {
            case 0 -> old(file, start, 24);
            case 1 -> old(file, start, 28);
            case 2, 3 -> recent(file, start);
            default -> throw new IOException("the superblock has the unknown version " + version);
        };
    }

    /**
     * The root group's address is the second field of its symbol table entry, which follows four other addresses. The first field,
     * where its name lies, has the size of a length, other than the specification's text has it (section III.C).
     */
    private static Superblock old(ExactFile file, long start, int addresses) throws IOException {
        ByteBuffer sizes = sizes(file, start + SIZES);
        Fields fields = new Fields(bytes(file, start + addresses, 5 * sizes.get(0) + sizes.get(1)), sizes.get(0),
                sizes.get(1));
        fields.skip(2 * sizes.get(0));
        long end = end(fields);
        fields.skip(sizes.get(0) + sizes.get(1));
        return new Superblock(start, end, false, fields.address(), sizes.get(0), sizes.get(1));
    }

    private static Superblock recent(ExactFile file, long start) throws IOException {
        ByteBuffer sizes = sizes(file, start + SIZES_OF_VERSION_2);
        int checked = SIZES_OF_VERSION_2 + 3 + 4 * sizes.get(0);
        ByteBuffer all = bytes(file, start, checked + Integer.BYTES);
        boolean open = (all.get(SIZES_OF_VERSION_2 + 2) & WRITE_ACCESS_OR_SWMR) != 0;
        if (ChecksumUtils.checksum(Arrays.copyOf(all.array(), checked)) != all.getInt(checked)) {
            throw new IOException("the superblock is damaged");
        }
        Fields fields = new Fields(all, sizes.get(0), sizes.get(1));
        fields.skip(SIZES_OF_VERSION_2 + 3 + 2 * sizes.get(0));
        long end = end(fields);
        return new Superblock(start, end, open, fields.address(), sizes.get(0), sizes.get(1));
    }

    private static ByteBuffer sizes(ExactFile file, long position) throws IOException {
        ByteBuffer sizes = bytes(file, position, 2);
        for (int i = 0; i < 2; i++) {
            if (!KNOWN_SIZES.contains(sizes.get(i))) {
                throw new IOException("the superblock has " + (i == 0 ? "addresses" : "lengths") + " of "
                        + (sizes.get(i) & 0xff) + " bytes");
            }
        }
        return sizes;
    }

    private static long end(Fields fields) throws IOException {
        long end = fields.address();
        if (end <= 0) {
            throw new IOException("the superblock has no end-of-file address");
        }
        return end;
    }

    private static ByteBuffer bytes(ExactFile file, long position, int count) throws IOException {
        if (position + count > file.size()) {
            throw new EOFException("the superblock is cut off");
        }
        return file.read(position, count);
    }
}
