package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

/** How a data set is cut into chunks. */
final class ChunkGrid {
    private final long[] size;
    private final long[] most;
    private final long[] chunk;
    private final long[] counts;
    private final int elementSize;
    private final long chunkBytes;

    /** @param chunk how many elements a chunk has along each dimension */
    ChunkGrid(Dataspace space, long[] chunk, int elementSize) throws IOException {
        this.size = space.size();
        this.most = space.most();
        this.chunk = chunk;
        this.elementSize = elementSize;
        this.counts = new long[size.length];
        if (chunk.length != size.length || elementSize <= 0) {
            throw new IOException("its chunks have other dimensions");
        }
        for (int i = 0; i < size.length; i++) {
            if (chunk[i] <= 0) {
                throw new IOException("its chunks have no size");
            }
            counts[i] = count(size[i], i);
        }
        // A chunk has a shape as the whole has.
        this.chunkBytes = new Dataspace(chunk, chunk, false).bytes(elementSize);
    }

    private long count(long length, int dimension) {
        return length / chunk[dimension] + (length % chunk[dimension] == 0 ? 0 : 1);
    }

    int rank() {
        return size.length;
    }

    long chunkLength(int dimension) {
        return chunk[dimension];
    }

    /** How many chunks there should be. */
    long chunks() {
        long chunks = 1;
        for (long count : counts) {
            chunks = Math.multiplyExact(chunks, count);
        }
        return chunks;
    }

    /** How many chunks there may be along a dimension when it has grown; -1 without a limit. */
    long mostChunks(int dimension) {
        return most[dimension] < 0 ? -1 : count(most[dimension], dimension);
    }

    /** In bytes, before any filter. */
    long chunkBytes() {
        return chunkBytes;
    }

    /** The number of a chunk in the order of the elements; -1 when it lies outside of the data set as it is. */
    long number(long[] place) {
        long number = 0;
        for (int i = 0; i < counts.length; i++) {
            if (place[i] < 0 || place[i] >= counts[i]) {
                return -1;
            }
            number = number * counts[i] + place[i];
        }
        return number;
    }

    /** Whether a chunk reaches beyond the data set as it is. */
    boolean isPartial(long[] place) {
        for (int i = 0; i < chunk.length; i++) {
            if ((place[i] + 1) * chunk[i] > size[i]) {
                return true;
            }
        }
        return false;
    }

    /** Copies a chunk's numbers, where they lie within the data set, to their places in the whole. */
    void copy(byte[] bytes, long[] place, NumberFormat format, double[] to) {
        long[] within = new long[chunk.length];
        for (int at = 0; at < bytes.length; at += elementSize) {
            long target = 0;
            boolean inside = true;
            for (int i = 0; i < chunk.length; i++) {
                long position = place[i] * chunk[i] + within[i];
                inside &= position < size[i];
                target = target * size[i] + position;
            }
            if (inside) {
                to[(int) target] = format.read(bytes, at);
            }
            for (int i = chunk.length - 1; i >= 0 && ++within[i] == chunk[i]; i--) {
                within[i] = 0;
            }
        }
    }
}
