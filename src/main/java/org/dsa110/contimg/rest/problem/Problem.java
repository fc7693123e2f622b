package org.dsa110.contimg.rest.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The one shape of an error: problem details of RFC 9457.
 *
 * @param type about:blank: the status says what kind of problem it is; a URI of its own where the status could be taken for a request that
 *        changed nothing, and that is not known
 * @param title the status in words, or what the type is
 * @param status the HTTP status
 * @param detail what happened to this request, in one sentence
 * @param violations what is wrong with the input; null where the input is not at fault
 */
@Schema(name = "Problem", description = "Problem details of RFC 9457",
        requiredProperties = {"type", "title", "status", "detail"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, List<Violation> violations) {
    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong with the input.
     *
     * @param field the column, parameter or header
     * @param message what it must be
     */
    @Schema(name = "Violation", description = "One thing that is wrong with the input")
    public record Violation(String field, String message) {
    }
}
