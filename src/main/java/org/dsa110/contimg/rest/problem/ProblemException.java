package org.dsa110.contimg.rest.problem;

import java.util.List;

import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.rest.problem.Problem.Violation;

/** Ends a request with a problem that is the client's to mend. */
public class ProblemException extends RuntimeException {
    public static final int UNPROCESSABLE_CONTENT = 422;

    private final int status;
    private final List<Violation> violations;

    /** @param detail one sentence; never null */
    public ProblemException(Status status, String detail, List<Violation> violations) {
        this(status.getStatusCode(), detail, violations);
    }

    /**
     * For what {@link Status} does not know.
     *
     * @param detail one sentence; never null
     */
    public ProblemException(int status, String detail, List<Violation> violations) {
        super(detail);
        this.status = status;
        this.violations = List.copyOf(violations);
    }

    /** Bad input: 400. */
    public static ProblemException badRequest(List<Violation> violations) {
        int more = violations.size() - 1;
        return badRequest(violations, more == 0 ? "" : " (and " + more + " more)");
    }

    /**
     * Bad input: 400.
     *
     * @param violations the first of what is wrong; never empty
     * @param more what the sentence about the first ends with
     */
    static ProblemException badRequest(List<Violation> violations, String more) {
        Violation first = violations.get(0);
        return new ProblemException(Status.BAD_REQUEST, first.field() + " " + first.message() + more, violations);
    }

    /** Bad input in one place: 400. */
    public static ProblemException badRequest(String field, String message) {
        return badRequest(List.of(new Violation(field, message)));
    }

    /** What was asked for is not there: 404. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(Status.NOT_FOUND, detail, List.of());
    }

    public int status() {
        return status;
    }

    public List<Violation> violations() {
        return violations;
    }
}
