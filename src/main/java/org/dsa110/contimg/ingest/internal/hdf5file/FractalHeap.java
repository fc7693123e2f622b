package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;

/**
 * A heap of objects of any size (section III.G), from which each is read by its ID. Objects that are larger than a block
 * and heaps that are compressed are not read.
 */
final class FractalHeap {
    private static final int CHECKSUM = 4;
    private static final int MANAGED = 0;
    private static final int TINY = 2;
    private static final int DEEPEST = 32;
    private static final int BLOCK_PREFIX = 5;

    private final Hdf5File file;
    private final long idLength;
    private final int offsetBytes;
    private final int lengthBytes;
    private final int width;
    private final long firstBlock;
    private final long largestDirect;
    private final long root;
    private final int rows;

    private FractalHeap(Hdf5File file, Fields header) throws IOException {
        this.file = file;
        int length = file.lengthSize();
        int offset = file.offsetSize();
        header.skip(1);
        this.idLength = header.small(2);
        header.skip(3);
        long largestManaged = header.number(4);
        header.skip(length + offset + length + offset + 8 * length);
        this.width = header.small(2);
        this.firstBlock = header.length();
        this.largestDirect = header.length();
        this.offsetBytes = (header.small(2) + 7) / 8;
        header.skip(2);
        this.root = header.address();
        this.rows = header.small(2);
        this.lengthBytes = Math.min(bytesFor(largestDirect), bytesFor(largestManaged));
        if (width == 0 || firstBlock == 0 || largestDirect < firstBlock || offsetBytes > Long.BYTES) {
            throw new IOException("the file has a heap of impossible sizes");
        }
    }

    static FractalHeap read(Hdf5File file, long address) throws IOException {
        Fields start = file.fields(address, 9);
        start.skip(7);
        // A compressed heap's header has more, and is refused without it.
        if (start.small(2) != 0) {
            throw new UnreadableException("a group's names are compressed, which is not read here");
        }
        return new FractalHeap(file, file.checked(address,
                14 + 12L * file.lengthSize() + 3L * file.offsetSize() + 8 + CHECKSUM, "FRHP"));
    }

    /** @param id of which the bytes are read that it has */
    Fields object(Fields id) throws IOException {
        Fields own = id.part((int) Math.min(idLength, id.remaining()));
        int first = own.small(1);
        int kind = first >> 4 & 3;
        if (kind == TINY) {
            return own.part(Math.min((first & 15) + 1, own.remaining()));
        } else if (kind != MANAGED) {
            throw new UnreadableException("a group has a name that is longer than is read here");
        }
        long offset = own.number(offsetBytes);
        long length = own.number(lengthBytes);
        return file.fields(rows == 0 ? within(root, offset) : find(root, rows, offset, 0), length);
    }

    /** Where an offset within an indirect block lies in the file. */
    private long find(long block, int blockRows, long offset, int depth) throws IOException {
        stored(block);
        long rowStart = 0;
        long size = firstBlock;
        for (int row = 0; row < blockRows; row++) {
            long rowSize = Math.multiplyExact(size, width);
            if (offset < rowStart + rowSize) {
                long column = (offset - rowStart) / size;
                long entry = block + BLOCK_PREFIX + file.offsetSize() + offsetBytes
                        + ((long) row * width + column) * file.offsetSize();
                long child = file.fields(entry, file.offsetSize()).address();
                long within = offset - rowStart - column * size;
                if (size <= largestDirect) {
                    return within(child, within);
                } else if (depth > DEEPEST) {
                    throw new IOException("the file has a heap without an end");
                }
                return find(child, bits(size) - bits(firstBlock) - bits(width) + 1, within, depth + 1);
            }
            rowStart += rowSize;
            size = row == 0 ? size : Math.multiplyExact(size, 2);
        }
        throw new IOException("a heap has no such object");
    }

    private static long within(long block, long offset) throws IOException {
        return Math.addExact(stored(block), offset);
    }

    private static long stored(long block) throws IOException {
        if (block == Fields.UNDEFINED) {
            throw new IOException("a heap has an object in a block that is not stored");
        }
        return block;
    }

    private static int bits(long powerOfTwo) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(powerOfTwo);
    }

    /** How many bytes hold a number up to this. */
    static int bytesFor(long most) {
        return most <= 0 ? 1 : bits(most) / 8 + 1;
    }
}
