package org.dsa110.contimg.rest.internal.write;

import java.util.Arrays;
import java.util.Base64;

import org.dsa110.contimg.rest.internal.Sha256;

/**
 * The entity tag of a row (RFC 9110, section 8.8.3): strong, and a hash of the row as it is stored and served, so that it changes with
 * the row whoever changes it.
 */
public final class EntityTag {
    private static final int BYTES = 16;

    private EntityTag() {
    }

    /**
     * The tag with its quotes.
     *
     * @param row as JSON
     */
    public static String of(byte[] row) {
        byte[] hash = Arrays.copyOf(Sha256.of(row), BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    }
}
