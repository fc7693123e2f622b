package org.dsa110.contimg.rest.internal.write;

import java.util.List;
import java.util.regex.Pattern;

import jakarta.ws.rs.core.HttpHeaders;

import org.dsa110.contimg.rest.internal.Sha256;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The Idempotency-Key of a request, by which it is known when it comes again (the IETF draft "The Idempotency-Key HTTP Header Field").
 * Immutable and thread-safe.
 *
 * @param key as it was sent
 * @param path of the request
 * @param body SHA-256 of the request's body
 */
public record IdempotencyKey(String key, String path, byte[] body) {
    public static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,255}");

    /**
     * What the headers say.
     *
     * @return null when there is no such header
     * @throws ProblemException 400 when it is malformed
     */
    public static IdempotencyKey of(HttpHeaders headers, String path, byte[] body) {
        List<String> lines = headers.getRequestHeader(HEADER);
        if (lines == null || lines.isEmpty()) {
            return null;
        }
        if (lines.size() > 1 || !FORM.matcher(lines.get(0)).matches()) {
            throw ProblemException.badRequest(HEADER, "must be sent once, with 1 to 255 printable ASCII characters");
        }
        return new IdempotencyKey(lines.get(0), path, Sha256.of(body));
    }
}
