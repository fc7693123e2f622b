package org.dsa110.contimg.ingest.internal.conversion;

/** A group cannot be converted. The message says why, for the people who read the queue. */
class ConversionFailedException extends Exception {
    private final boolean retryable;

    /** One that may be gone at the next attempt. */
    ConversionFailedException(String message) {
        this(message, null);
    }

    /** One that may be gone at the next attempt. */
    ConversionFailedException(String message, Throwable cause) {
        this(message, cause, true);
    }

    private ConversionFailedException(String message, Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** One that any further attempt would end with, too. */
    static ConversionFailedException forGood(String message, Throwable cause) {
        return new ConversionFailedException(message, cause, false);
    }

    /** Whether the next attempt may end otherwise. */
    boolean retryable() {
        return retryable;
    }
}
