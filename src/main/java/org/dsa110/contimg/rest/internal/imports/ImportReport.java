package org.dsa110.contimg.rest.internal.imports;

import java.util.List;

import org.dsa110.contimg.rest.problem.Problem.Violation;

/**
 * What became of an import.
 *
 * @param imported how many rows were stored
 * @param failed how many lines were not
 * @param failures the first 100 of those, in the order of their lines
 */
public record ImportReport(long imported, long failed, List<Failure> failures) {
    /**
     * A line that was not stored.
     *
     * @param line where it begins in the upload, counted from 1
     * @param violations what is wrong with it
     */
    public record Failure(long line, List<Violation> violations) {
    }
}
