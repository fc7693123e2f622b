package org.dsa110.contimg.migration.revision;

import java.util.List;

/**
 * An index as an entity declares it. Thread-safe.
 *
 * @param columns each as SQL, with DESC behind it where that is said
 */
record MappedIndex(String name, String table, List<String> columns, boolean unique) {
    /** The statement that makes it. */
    String sql() {
        return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX IF NOT EXISTS " + name + " ON " + table + " ("
                + String.join(", ", columns) + ")";
    }
}
