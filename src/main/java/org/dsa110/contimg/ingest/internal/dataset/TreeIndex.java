package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.BTree1;
import org.dsa110.contimg.ingest.internal.hdf5file.BTree2;
import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;

/** Chunks in a B-tree: of version 1 as by default, or of version 2 where several dimensions have no limit. */
final class TreeIndex {
    private static final int UNFILTERED = 10;
    private static final int FILTERED = 11;

    private TreeIndex() {
    }

    static ChunkIndex version1(Hdf5File file, ChunkGrid grid, long address) {
        int key = 8 + 8 * (grid.rank() + 1);
        return visitor -> BTree1.visit(file, address, BTree1.CHUNKS, key, (fields, child) -> {
            long size = fields.number(4);
            int skipped = (int) fields.number(4);
            long[] place = new long[grid.rank()];
            for (int i = 0; i < place.length; i++) {
                place[i] = fields.number(8) / grid.chunkLength(i);
            }
            visitor.visit(new Chunk(place, child, size, skipped));
        });
    }

    static ChunkIndex version2(Hdf5File file, ChunkGrid grid, long address) {
        return visitor -> BTree2.visit(file, address, (type, entry) -> {
            if (type != UNFILTERED && type != FILTERED) {
                throw new IOException("its chunks have an index of another kind");
            }
            long child = entry.address();
            long size = grid.chunkBytes();
            int skipped = 0;
            if (type == FILTERED) {
                size = entry.number(entry.remaining() - 4 - 8 * grid.rank());
                skipped = (int) entry.number(4);
            }
            if (child != Fields.UNDEFINED) {
                visitor.visit(new Chunk(place(entry, grid.rank()), child, size, skipped));
            }
        });
    }

    private static long[] place(Fields entry, int rank) throws IOException {
        long[] place = new long[rank];
        for (int i = 0; i < rank; i++) {
            place[i] = entry.number(8);
        }
        return place;
    }
}
