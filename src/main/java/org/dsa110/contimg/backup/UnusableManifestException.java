package org.dsa110.contimg.backup;

/** A manifest does not say what one has to say. The message says what of it, of "it". */
final class UnusableManifestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableManifestException(String message) {
        super(message);
    }
}
