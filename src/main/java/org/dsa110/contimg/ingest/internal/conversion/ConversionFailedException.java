package org.dsa110.contimg.ingest.internal.conversion;

/** A group cannot be converted. The message says why, for the people who read the queue. */
class ConversionFailedException extends Exception {
    ConversionFailedException(String message) {
        super(message);
    }

    ConversionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
