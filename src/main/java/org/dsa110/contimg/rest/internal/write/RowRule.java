package org.dsa110.contimg.rest.internal.write;

import java.util.Map;

import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowPlace;
import org.dsa110.contimg.rest.problem.Violations;

/** What the rows of a body must satisfy beyond the names and types of their columns. */
public interface RowRule {
    /**
     * Checks one value.
     *
     * @param value of the column's type; null where the body has null
     * @throws IllegalArgumentException saying what it must be
     */
    void check(ColumnDescription column, Object value);

    /** Checks a row in which each value that was sent is right. */
    default void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
    }
}
