package org.dsa110.contimg.rest.problem;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.problem.Problem.Violation;

/** What is wrong with one body, in the order in which it was found: all of it is counted, the first 100 are kept. Not thread-safe. */
public final class Violations {
    public static final int MAX_REPORTED = 100;

    private final List<Violation> first = new ArrayList<>();
    private int count;

    public void add(String field, String message) {
        if (count++ < MAX_REPORTED) {
            first.add(new Violation(field, message));
        }
    }

    public List<Violation> first() {
        return List.copyOf(first);
    }

    public int count() {
        return count;
    }

    /** @throws ProblemException 400 with the first violations, if there are any */
    public void throwIfAny() {
        if (count > 0) {
            throw ProblemException.badRequest(first, count);
        }
    }
}
