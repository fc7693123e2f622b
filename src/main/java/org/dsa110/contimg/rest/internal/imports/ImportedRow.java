package org.dsa110.contimg.rest.internal.imports;

import java.util.List;
import java.util.Map;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.problem.Problem.Violation;

/**
 * What one line of an upload says. Immutable and thread-safe.
 *
 * @param line where it begins, counted from 1
 * @param nextLine where what comes behind it begins
 * @param bytes how long it is
 * @param values by column; null where the line is wrong
 * @param violations what is wrong with the line; empty where nothing is
 */
record ImportedRow(long line, long nextLine, int bytes, Map<ColumnDescription, Object> values,
        List<Violation> violations) {
    /** The longest line, or record of several lines, that is read. */
    static final int MAX_BYTES = 1 << 20;
    static final String TOO_LONG = "is longer than " + MAX_BYTES + " bytes";
    static final String NOT_UTF8 = "is not valid UTF-8";
    /** The name of the field in a violation that is of the line as a whole. */
    static final String LINE = "line";

    /** The same line with this fault in place of its values. */
    ImportedRow wrong(String message) {
        return wrong(List.of(new Violation(LINE, message)));
    }

    ImportedRow wrong(List<Violation> found) {
        return new ImportedRow(line, nextLine, bytes, null, found);
    }

    ImportedRow with(Map<ColumnDescription, Object> row) {
        return new ImportedRow(line, nextLine, bytes, row, List.of());
    }
}
