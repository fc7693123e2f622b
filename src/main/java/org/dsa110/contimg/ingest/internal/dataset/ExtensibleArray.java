package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;
import java.util.BitSet;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/**
 * Chunks in an array that grows along one dimension (section VII.D): the first in the index block, then data blocks that
 * it points at, then data blocks by way of super blocks, whose number and length double in turn.
 */
final class ExtensibleArray implements ChunkIndex {
    private static final int CHECKSUM = 4;
    private static final int PREFIX = 6;
    private static final int MOST_BITS = 63;

    private final Hdf5File file;
    private final long address;
    private final ArrayOrder order;

    ExtensibleArray(Hdf5File file, long address, ArrayOrder order) {
        this.file = file;
        this.address = address;
        this.order = order;
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        int length = file.lengthSize();
        Fields header = file.checked(address, 12 + 6L * length + file.offsetSize() + CHECKSUM, "EAHD");
        header.skip(2);
        Shape shape = new Shape(header.small(1), header.small(1), header.small(1), header.small(1), header.small(1),
                header.small(1));
        header.skip(length);
        long superBlockBytes = header.length();
        header.skip(length);
        long dataBlockBytes = header.length();
        long used = header.length();
        header.skip(length);
        long block = header.address();
        if (shape.isImpossible() || shape.mostBits < MOST_BITS && used > 1L << shape.mostBits) {
            throw new IOException("its chunks have an index of impossible sizes");
        } else if (block == Fields.UNDEFINED) {
            return;
        }
        if (used > Chunked.MOST_CHUNKS) {
            file.checkInside(0, Math.addExact(superBlockBytes, dataBlockBytes));
            throw new UnreadableException("it has more chunks than are read here");
        }
        new Walk(shape, used, visitor).indexBlock(block);
    }

    /**
     * @param elementSize in bytes
     * @param mostBits how many bits the number of an element may have
     * @param inIndex how many elements the index block has itself
     * @param shortest how many the first data block has
     * @param pointers how many data blocks the first super block points at
     * @param pageBits above which length a data block is paged
     */
    private record Shape(int elementSize, int mostBits, int inIndex, int shortest, int pointers, int pageBits) {
        boolean isImpossible() {
            return elementSize == 0 || mostBits > MOST_BITS || shortest == 0 || pointers == 0 || pageBits > 24;
        }

        long blocks(int superBlock) {
            return 1L << Math.min(MOST_BITS, superBlock / 2);
        }

        long blockLength(int superBlock) {
            return Math.multiplyExact(1L << Math.min(MOST_BITS - 8, (superBlock + 1) / 2), shortest);
        }

        /** How many super blocks' worth of data blocks the index block points at itself. */
        int direct() {
            return 2 * (31 - Integer.numberOfLeadingZeros(pointers));
        }

        int superBlocks() {
            return 1 + mostBits - (31 - Integer.numberOfLeadingZeros(shortest));
        }

        int numberBytes() {
            return (mostBits + 7) / 8;
        }
    }

    private final class Walk {
        private final Shape shape;
        private final long used;
        private final Visitor visitor;
        private final int addressSize = file.offsetSize();

        Walk(Shape shape, long used, Visitor visitor) {
            this.shape = shape;
            this.used = used;
            this.visitor = visitor;
        }

        void indexBlock(long block) throws IOException {
            long directBlocks = 2L * (shape.pointers - 1);
            long superBlocks = Math.max(0, shape.superBlocks() - shape.direct());
            Fields fields = file.checked(block, PREFIX + addressSize + (long) shape.inIndex * shape.elementSize
                    + (directBlocks + superBlocks) * addressSize + CHECKSUM, "EAIB");
            fields.skip(PREFIX - 4 + addressSize);
            elements(fields, 0, shape.inIndex);
            long first = shape.inIndex;
            for (int i = 0; i < shape.superBlocks() && first < used; i++) {
                if (i < shape.direct()) {
                    for (long j = 0; j < shape.blocks(i); j++) {
                        dataBlock(fields.address(), first + j * shape.blockLength(i), shape.blockLength(i), null);
                    }
                } else {
                    superBlock(fields.address(), first, i);
                }
                first = Math.addExact(first, Math.multiplyExact(shape.blocks(i), shape.blockLength(i)));
            }
        }

        private void superBlock(long block, long first, int number) throws IOException {
            if (block == Fields.UNDEFINED) {
                return;
            }
            long length = shape.blockLength(number);
            long blocks = shape.blocks(number);
            int pages = pages(length);
            int bitmap = (pages + 7) / 8;
            Fields fields = file.checked(block, PREFIX + addressSize + shape.numberBytes() + blocks * bitmap
                    + blocks * addressSize + CHECKSUM, "EASB");
            fields.skip(PREFIX - 4 + addressSize + shape.numberBytes());
            // Room for whole bytes of each block, and yet bit by bit without gaps between the blocks.
            BitSet written = pages == 0 ? null : bits(fields.take((int) (blocks * bitmap)));
            for (int i = 0; i < blocks && first + i * length < used; i++) {
                dataBlock(fields.address(), first + i * length, length, pages == 0
                        ? null
                        : written.get(i * pages, (i + 1) * pages));
            }
        }

        /** The highest bit of each byte comes first. */
        private static BitSet bits(byte[] bytes) {
            BitSet bits = new BitSet(8 * bytes.length);
            for (int i = 0; i < 8 * bytes.length; i++) {
                bits.set(i, (bytes[i / 8] & 0x80 >> i % 8) != 0);
            }
            return bits;
        }

        /** @param written which of its pages are; null when it has no pages */
        private void dataBlock(long block, long first, long length, BitSet written) throws IOException {
            if (block == Fields.UNDEFINED) {
                return;
            }
            int prefix = PREFIX + addressSize + shape.numberBytes();
            if (written == null) {
                Fields fields = file.checked(block, prefix + length * shape.elementSize + CHECKSUM, "EADB");
                fields.skip(prefix - 4);
                elements(fields, first, length);
                return;
            }
            file.checked(block, prefix + CHECKSUM, "EADB");
            long pageLength = 1L << shape.pageBits;
            long pageBytes = pageLength * shape.elementSize + CHECKSUM;
            for (int page = 0; page < pages(length); page++) {
                if (written.get(page)) {
                    Fields fields = file.checked(block + prefix + CHECKSUM + page * pageBytes, pageBytes, null);
                    elements(fields, first + page * pageLength, pageLength);
                }
            }
        }

        private int pages(long length) {
            return length > 1L << shape.pageBits ? (int) (length >> shape.pageBits) : 0;
        }

        private void elements(Fields fields, long first, long count) throws IOException {
            for (long i = 0; i < count; i++) {
                order.visit(first + i, fields.part(shape.elementSize), visitor);
            }
        }
    }
}
