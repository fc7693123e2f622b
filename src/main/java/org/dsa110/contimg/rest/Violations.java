package org.dsa110.contimg.rest;

import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.rest.Problem.Violation;

/** What is wrong with one body, in the order in which it was found: all of it is counted, the first 100 are kept. Not thread-safe. */
final class Violations {
    static final int MAX_REPORTED = 100;

    private final List<Violation> first = new ArrayList<>();
    private int count;

    void add(String field, String message) {
        if (count++ < MAX_REPORTED) {
            first.add(new Violation(field, message));
        }
    }

    List<Violation> first() {
        return List.copyOf(first);
    }

    int count() {
        return count;
    }

    /** @throws ProblemException 400 with the first violations, if there are any */
    void throwIfAny() {
        if (count > 0) {
            throw ProblemException.badRequest(first, count);
        }
    }
}
