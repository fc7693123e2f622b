package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

/** Where the chunks of a data set are stored. */
interface ChunkIndex {
    /** Is told of every chunk. */
    interface Visitor {
        void visit(Chunk chunk) throws IOException;
    }

    /** Tells of every chunk that is stored, in any order. */
    void visit(Visitor visitor) throws IOException;
}
