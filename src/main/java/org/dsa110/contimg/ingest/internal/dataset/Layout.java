package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

/** How the elements of a data set are stored. */
interface Layout {
    /**
     * @throws IOException when something of it is not stored, lies outside of the file, or is damaged where that shows
     *         at its end
     */
    void check() throws IOException;

    /** Reads the numbers of which there is memory for in {@code to}, to their places. */
    void read(NumberFormat format, double[] to) throws IOException;
}
