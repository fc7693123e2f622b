package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;
import java.util.BitSet;

import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/** Elements stored in chunks. */
final class Chunked implements Layout {
    /** A real file has some thousand; this many take a bit each, and some seconds. */
    static final long MOST_CHUNKS = 4_000_000;
    /** A chunk is read at once; one of more than this would cost memory that a service should not spend on a check. */
    private static final long LARGEST_CHECKED = 16L << 20;
    private static final long LARGEST_READ = 64L << 20;
    private static final long MOST_READ = 256L << 20;

    private final Hdf5File file;
    private final ChunkGrid grid;
    private final ChunkIndex index;
    private final FilterPipeline filters;
    private final boolean partialUnfiltered;

    /**
     * @param index null when nothing is stored
     * @param partialUnfiltered whether chunks that reach beyond the data set went through no filter
     */
    Chunked(Hdf5File file, ChunkGrid grid, ChunkIndex index, FilterPipeline filters, boolean partialUnfiltered) {
        this.file = file;
        this.grid = grid;
        this.index = index;
        this.filters = filters;
        this.partialUnfiltered = partialUnfiltered;
    }

    @Override
    public void check() throws IOException {
        Chunk last = visit(chunk -> {
        });
        if (grid.chunkBytes() <= LARGEST_CHECKED && last.size() <= LARGEST_CHECKED && filters.unknown() == null) {
            bytes(last);
        }
    }

    @Override
    public void read(NumberFormat format, double[] to) throws IOException {
        if (grid.chunkBytes() > LARGEST_READ || grid.chunks() > MOST_READ / grid.chunkBytes()) {
            throw new UnreadableException("its chunks are larger than are read here");
        }
        visit(chunk -> grid.copy(bytes(chunk), chunk.place(), format, to));
    }

    private byte[] bytes(Chunk chunk) throws IOException {
        boolean unfiltered = partialUnfiltered && grid.isPartial(chunk.place());
        byte[] stored = file.elements(chunk.address(), chunk.size()).array();
        return filters.undo(stored, unfiltered ? -1 : chunk.skipped(), (int) grid.chunkBytes());
    }

    /**
     * Tells of each chunk of the data set as it is, once.
     *
     * @return the last one in the order of the elements
     * @throws IOException when one is not there, or not within the file
     */
    private Chunk visit(ChunkIndex.Visitor visitor) throws IOException {
        long chunks = grid.chunks();
        if (index == null) {
            throw new IOException("it is not stored");
        } else if (chunks > MOST_CHUNKS) {
            throw new UnreadableException("it has more chunks than are read here");
        }
        BitSet seen = new BitSet((int) chunks);
        Chunk[] last = {null};
        index.visit(chunk -> {
            long number = grid.number(chunk.place());
            if (number < 0 || seen.get((int) number)) {
                return;
            }
            file.checkInside(chunk.address(), chunk.size());
            seen.set((int) number);
            if (number == chunks - 1) {
                last[0] = chunk;
            }
            visitor.visit(chunk);
        });
        if (seen.cardinality() < chunks) {
            throw new IOException(chunks - seen.cardinality() + " of its " + chunks + " chunks are not stored");
        }
        return last[0];
    }
}
