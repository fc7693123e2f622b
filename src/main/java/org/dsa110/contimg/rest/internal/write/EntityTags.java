package org.dsa110.contimg.rest.internal.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsa110.contimg.rest.internal.Sha256;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * The value of If-Match or If-None-Match (RFC 9110, sections 13.1.1 and 13.1.2). Immutable and thread-safe.
 *
 * @param any whether it is a star: any row there is
 * @param tags with their quotes, weak ones with their W/
 */
public record EntityTags(boolean any, List<String> tags) {
    private static final String WEAK = "W/";
    private static final int HASH_BYTES = 16;
    private static final Pattern ELEMENT = Pattern
            .compile("[ \\t]*((?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\uffff]*\")?[ \\t]*(?:,|$)");

    /**
     * The entity tag of a row (RFC 9110, section 8.8.3), with its quotes: strong, and a hash of the row as it is stored and served, so
     * that it changes with the row whoever changes it.
     *
     * @param row as JSON
     */
    public static String of(byte[] row) {
        byte[] hash = Arrays.copyOf(Sha256.of(row), HASH_BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    }

    /** @throws ProblemException 400 for what is neither a star nor a list of at least one tag */
    static EntityTags parse(String header, String value) {
        if (value.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<String> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(value);
        int at = 0;
        while (at < value.length()) {
            if (!element.find(at) || element.start() != at) {
                throw malformed(header);
            }
            if (element.group(1) != null) {
                tags.add(element.group(1));
            }
            at = element.end();
        }
        if (tags.isEmpty()) {
            throw malformed(header);
        }
        return new EntityTags(false, tags);
    }

    /**
     * Whether a row's tag is among them, be it as a weak one. A proxy that compresses an answer makes its tag weak, as nginx does, as the bytes
     * are others then; our tags are of the row as it is stored, which is the same row whatever bytes it went out as. So nothing is lost
     * where If-Match takes a weak one, though RFC 9110, section 13.1.1, has strong comparison for tags of which that cannot be said.
     */
    boolean has(String tag) {
        return any || tags.contains(tag) || tags.contains(WEAK + tag);
    }

    private static ProblemException malformed(String header) {
        return ProblemException.badRequest(header,
                "must be * or entity tags in quotes, separated by commas, as the ETag header has them");
    }
}
