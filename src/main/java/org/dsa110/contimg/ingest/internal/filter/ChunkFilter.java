package org.dsa110.contimg.ingest.internal.filter;

import java.io.IOException;
import java.util.Map;

/** Undoes what one filter of an HDF5 pipeline did to a chunk. Implementations are safe for use by several threads. */
public interface ChunkFilter {
    /** By the number under which The HDF Group registered it. */
    Map<Integer, ChunkFilter> BY_ID = Map.of(
            1, new Gzip(),
            2, new Shuffle(),
            3, new Fletcher32(),
            32000, new Lzf(),
            32004, new Lz4(),
            32008, new Bitshuffle());

    /** Whether a chunk that was written with these parameters can be read. */
    default boolean reads(int[] parameters) {
        return true;
    }

    /**
     * @param stored as the filter left it
     * @param parameters that the data set gives the filter
     * @param most how many bytes the result may have
     * @return what the filter was given
     * @throws IOException when what is stored is damaged, or the result is larger
     * @throws RuntimeException likewise, for damage that shows as an index out of bounds
     */
    byte[] undo(byte[] stored, int[] parameters, int most) throws IOException;
}
