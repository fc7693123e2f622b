package org.dsa110.contimg.ingest.internal.uvh5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;

/** Reads the end of a data set, so that a file which lacks it is found out without reading all of it. */
final class LastPiece {
    private static final int TAIL_BYTES = 4096;
    /** A chunk is read at once; one of more than this would cost memory that a service should not spend on a check. */
    private static final long LARGEST_CHUNK_BYTES = 16L << 20;
    private static final long UNDEFINED = -1;

    private LastPiece() {
    }

    /**
     * @return false when nothing of the data set is stored
     * @throws RuntimeException of jHDF's when the piece is missing or damaged
     */
    static boolean read(Dataset data) {
        if (data.isEmpty() || data.getSize() == 0) {
            return false;
        }
        if (data instanceof ContiguousDataset contiguous) {
            readTail(contiguous);
        } else if (data instanceof ChunkedDataset chunked) {
            readLastChunk(chunked);
        } else {
            data.getData();
        }
        return true;
    }

    private static void readTail(ContiguousDataset data) {
        if (data.getDataAddress() == UNDEFINED) {
            throw new HdfException(data.getPath() + " has no storage");
        }
        int tail = (int) Math.min(TAIL_BYTES, data.getSizeInBytes());
        long start = data.getDataAddress() + data.getSizeInBytes() - tail;
        data.getHdfFile().getHdfBackingStorage().readBufferFromAddress(start, tail);
    }

    /** The last chunk must be stored: a writer that came to its end has written it. */
    private static void readLastChunk(ChunkedDataset data) {
        int[] size = data.getDimensions();
        int[] chunk = data.getChunkDimensions();
        int[] last = new int[size.length];
        long bytes = data.getDataType().getSize();
        for (int i = 0; i < size.length; i++) {
            last[i] = (size[i] - 1) / chunk[i] * chunk[i];
            bytes = Math.multiplyExact(bytes, chunk[i]);
        }
        if (bytes > LARGEST_CHUNK_BYTES) {
            return;
        }
        if (canDecompress(data)) {
            data.getDecompressedChunk(last);
        } else {
            data.getRawChunkBuffer(last);
        }
    }

    /** A file compressed by a filter that jHDF lacks is no less whole. */
    private static boolean canDecompress(ChunkedDataset data) {
        try {
            data.getFilters();
            return true;
        } catch (HdfException unknownFilter) {
            return false;
        }
    }
}
