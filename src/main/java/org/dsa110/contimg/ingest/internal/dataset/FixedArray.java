package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/** Chunks in an array of a fixed length (section VII.C), paged when it is long. */
final class FixedArray implements ChunkIndex {
    private static final int CHECKSUM = 4;
    private static final int PREFIX = 6;
    private static final int MOST_PAGE_BITS = 62;

    private final Hdf5File file;
    private final long address;
    private final ArrayOrder order;

    FixedArray(Hdf5File file, long address, ArrayOrder order) {
        this.file = file;
        this.address = address;
        this.order = order;
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        Fields header = file.checked(address, 8 + file.lengthSize() + file.offsetSize() + CHECKSUM, "FAHD");
        header.skip(2);
        int size = header.small(1);
        int pageBits = header.small(1);
        long elements = header.length();
        long block = header.address();
        if (size == 0 || pageBits > MOST_PAGE_BITS) {
            throw new IOException("its chunks have an index of impossible sizes");
        } else if (block == Fields.UNDEFINED) {
            return;
        }
        // It has room for as many chunks as the data set may ever have, so one that the file has no room for is damaged.
        if (elements > Chunked.MOST_CHUNKS) {
            file.checkInside(block, Math.multiplyExact(elements, size));
            throw new UnreadableException("it may have more chunks than are read here");
        }
        long pageElements = 1L << pageBits;
        int prefix = PREFIX + file.offsetSize();
        if (elements <= pageElements) {
            Fields fields = file.checked(block, prefix + elements * size + CHECKSUM, "FADB");
            fields.skip(prefix - 4);
            visit(fields, 0, elements, size, visitor);
            return;
        }
        long pages = (elements + pageElements - 1) / pageElements;
        int bitmap = (int) ((pages + 7) / 8);
        Fields fields = file.checked(block, prefix + bitmap + CHECKSUM, "FADB");
        fields.skip(prefix - 4);
        byte[] written = fields.take(bitmap);
        long at = block + prefix + bitmap + CHECKSUM;
        for (int page = 0; page < pages; page++) {
            long first = page * pageElements;
            long count = Math.min(pageElements, elements - first);
            if ((written[page / 8] & 0x80 >> page % 8) != 0) {
                visit(file.checked(at, count * size + CHECKSUM, null), first, count, size, visitor);
            }
            at += pageElements * size + CHECKSUM;
        }
    }

    private void visit(Fields fields, long first, long count, int size, Visitor visitor) throws IOException {
        for (long i = 0; i < count; i++) {
            order.visit(first + i, fields.part(size), visitor);
        }
    }
}
