package org.dsa110.contimg.rest.internal.imports;

import java.io.IOException;

/** The rows of an upload, as they come in. Not thread-safe. */
public interface ImportSource {
    /**
     * The next row; waits for the client to send it.
     *
     * @return null at the end
     * @throws IOException when the client went away, or sent nothing for too long
     * @throws ProblemException 400 when nothing of the upload can be used
     */
    ImportedRow next() throws IOException;
}
