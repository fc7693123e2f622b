package org.dsa110.contimg.rest.problem;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.problem.Problem.Violation;

/** What is wrong with one body, in the order in which it was found: 100 at most, as then the body is read no further. Not thread-safe. */
public final class Violations {
    public static final int MAX_REPORTED = 100;

    private final List<Violation> first = new ArrayList<>();

    /** @throws ProblemException 400 with the first 100 violations, if this is one more */
    public void add(String field, String message) {
        if (first.size() == MAX_REPORTED) {
            throw ProblemException.badRequest(first,
                    " (and at least " + MAX_REPORTED + " more; the body was read no further)");
        }
        first.add(new Violation(field, message));
    }

    public List<Violation> first() {
        return List.copyOf(first);
    }

    public int count() {
        return first.size();
    }

    /** @throws ProblemException 400 with the first violations, if there are any */
    public void throwIfAny() {
        if (!first.isEmpty()) {
            throw ProblemException.badRequest(first);
        }
    }
}
