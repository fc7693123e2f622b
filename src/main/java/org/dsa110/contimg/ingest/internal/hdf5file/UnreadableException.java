package org.dsa110.contimg.ingest.internal.hdf5file;

import java.io.IOException;
import java.io.Serial;

/** What is stored may well be sound, but there is no reader for it here. */
public final class UnreadableException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** @param message a sentence for the log, without the file's name */
    public UnreadableException(String message) {
        super(message);
    }
}
