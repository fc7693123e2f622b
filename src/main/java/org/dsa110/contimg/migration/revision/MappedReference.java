package org.dsa110.contimg.migration.revision;

import java.util.List;

/**
 * A foreign key as an entity declares it. Thread-safe.
 *
 * @param action such as {@code ON DELETE CASCADE}; empty for none
 */
record MappedReference(List<String> columns, String parent, List<String> parentColumns, String action) {
    /** From REFERENCES on. */
    String sql() {
        return "REFERENCES " + parent + " (" + String.join(", ", parentColumns) + ")"
                + (action.isEmpty() ? "" : " " + action);
    }

    /** As a constraint of a table. */
    String constraint() {
        return "FOREIGN KEY (" + String.join(", ", columns) + ") " + sql();
    }
}
