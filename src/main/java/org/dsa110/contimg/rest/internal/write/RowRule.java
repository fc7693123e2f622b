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

    /** Why no row may have a value for a column; null where rows may. */
    default String refusal(ColumnDescription column) {
        return null;
    }

    /** Whether a row has the values that are given for a column; else they are passed over, whatever they are. */
    default boolean takes(ColumnDescription column) {
        return true;
    }

    /** Whether a row may have any value that a database can hold, as an export says it, whatever its columns take else. */
    default boolean takesAnyValue() {
        return false;
    }

    /** Checks what only the whole row shows, such as a value that is missing. Called once every value by itself has passed. */
    default void check(Map<ColumnDescription, Object> row, RowPlace place, Violations violations) {
    }
}
