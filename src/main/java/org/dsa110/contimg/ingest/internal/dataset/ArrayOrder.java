package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/**
 * The order in which an array of chunks has them: row by row as large as the data set may become, and by the dimension
 * without a limit first where there is one.
 */
final class ArrayOrder {
    private final ChunkGrid grid;
    private final int[] dimensions;
    private final boolean filtered;

    /** @param filtered whether the array has a size and skipped filters for each chunk */
    ArrayOrder(ChunkGrid grid, boolean filtered) {
        this.grid = grid;
        this.filtered = filtered;
        int rank = grid.rank();
        int unlimited = 0;
        for (int i = 0; i < rank; i++) {
            unlimited = grid.mostChunks(i) < 0 ? i : unlimited;
        }
        this.dimensions = new int[rank];
        for (int i = 1; i < rank; i++) {
            dimensions[i] = i <= unlimited ? i - 1 : i;
        }
        if (rank > 0) {
            dimensions[0] = unlimited;
        }
    }

    private long[] place(long number) {
        long[] place = new long[dimensions.length];
        long rest = number;
        for (int i = dimensions.length - 1; i > 0; i--) {
            long most = Math.max(1, grid.mostChunks(dimensions[i]));
            place[dimensions[i]] = rest % most;
            rest /= most;
        }
        if (dimensions.length > 0) {
            place[dimensions[0]] = rest;
        }
        return place;
    }

    /** Reads one element of the array and tells of the chunk, if it is stored. */
    void visit(long number, Fields element, ChunkIndex.Visitor visitor) throws IOException {
        long address = element.address();
        long size = grid.chunkBytes();
        int skipped = 0;
        if (filtered) {
            size = element.number(element.remaining() - 4);
            skipped = (int) element.number(4);
        }
        if (address != Fields.UNDEFINED) {
            visitor.visit(new Chunk(place(number), address, size, skipped));
        }
    }

    /** Chunks without an index, one after the other, with room for as many as the data set may ever have. */
    void visitInOrder(Hdf5File file, long first, ChunkIndex.Visitor visitor) throws IOException {
        long chunks = 1;
        for (int i = 0; i < grid.rank(); i++) {
            chunks = Math.multiplyExact(chunks, Math.max(1, grid.mostChunks(i)));
        }
        if (chunks > Chunked.MOST_CHUNKS) {
            file.checkInside(first, Math.multiplyExact(chunks, grid.chunkBytes()));
            throw new UnreadableException("it may have more chunks than are read here");
        }
        for (long i = 0; i < chunks; i++) {
            visitor.visit(new Chunk(place(i), Math.addExact(first, Math.multiplyExact(i, grid.chunkBytes())),
                    grid.chunkBytes(), 0));
        }
    }
}
