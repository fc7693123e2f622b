package org.dsa110.contimg.rest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The entity tag of a row (RFC 9110, section 8.8.3): strong, and a hash of the row as it is stored and served, so that it changes with
 * the row whoever changes it.
 */
final class EntityTag {
    private static final int BYTES = 16;

    private EntityTag() {
    }

    /**
     * The tag with its quotes.
     *
     * @param row as JSON
     */
    static String of(byte[] row) {
        byte[] hash = Arrays.copyOf(sha256(row), BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
