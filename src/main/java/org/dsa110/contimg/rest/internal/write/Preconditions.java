package org.dsa110.contimg.rest.internal.write;

import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.rest.problem.ProblemException;
import org.dsa110.contimg.rest.problem.Violations;

/**
 * What must hold of a row for a request to be done (RFC 9110, section 13). Immutable and thread-safe.
 *
 * @param ifMatch null where it was not sent
 * @param ifNoneMatch null where it was not sent
 */
public record Preconditions(EntityTags ifMatch, EntityTags ifNoneMatch) {
    /** @throws ProblemException 400 for a header that is malformed */
    public static Preconditions of(HttpHeaders headers) {
        return new Preconditions(tags(headers, HttpHeaders.IF_MATCH), tags(headers, HttpHeaders.IF_NONE_MATCH));
    }

    public boolean any() {
        return ifMatch != null || ifNoneMatch != null;
    }

    /**
     * Refuses conditions on a request that they do not fit, such as an upsert of several rows.
     *
     * @param why what the client is told of each header that it sent
     * @throws ProblemException 400 when there is any
     */
    public void refuse(String why) {
        Violations violations = new Violations();
        if (ifMatch != null) {
            violations.add(HttpHeaders.IF_MATCH, why);
        }
        if (ifNoneMatch != null) {
            violations.add(HttpHeaders.IF_NONE_MATCH, why);
        }
        violations.throwIfAny();
    }

    /**
     * Inside the unit of work that changes the row, before it does.
     *
     * @param row as JSON; null when there is none
     * @throws ProblemException 412 when it must not be changed
     */
    public void check(byte[] row) {
        checkMatch(row);
        if (notModified(row)) {
            throw new ProblemException(Status.PRECONDITION_FAILED,
                    "the row is there, and If-None-Match says that it must not be as it is now", List.of());
        }
    }

    /** @throws ProblemException 412 when the row is not one of those of If-Match */
    public void checkMatch(byte[] row) {
        if (ifMatch != null && (row == null || !ifMatch.has(EntityTags.of(row)))) {
            throw new ProblemException(Status.PRECONDITION_FAILED,
                    row == null
                            ? "there is no such row, and If-Match says that there must be"
                            : "the row has changed: its ETag, now " + EntityTags.of(row) + ", is not in If-Match",
                    List.of());
        }
    }

    /** Whether the row is one of those of If-None-Match. */
    public boolean notModified(byte[] row) {
        return ifNoneMatch != null && row != null && ifNoneMatch.has(EntityTags.of(row));
    }

    private static EntityTags tags(HttpHeaders headers, String name) {
        List<String> lines = headers.getRequestHeader(name);
        return lines == null || lines.isEmpty() ? null : EntityTags.parse(name, String.join(",", lines));
    }
}
