package org.dsa110.contimg.migration.revision;

import java.util.Locale;

/**
 * A column as an entity declares it. Thread-safe.
 *
 * @param type as SQL; a word for SQLite's affinity unless the entity has words of its own
 * @param fallback its DEFAULT as SQL; null for none
 */
record MappedColumn(String name, String type, boolean notNull, String fallback) {
    /** As it stands in a statement. */
    String sql() {
        return name + " " + type + (notNull ? " NOT NULL" : "") + (fallback == null ? "" : " DEFAULT " + fallback);
    }

    /** The same column of two entities of one table: no row may be refused that one of them would write. */
    MappedColumn union(MappedColumn other) {
        return new MappedColumn(name, type, notNull && other.notNull, fallback == null ? other.fallback : fallback);
    }

    MappedColumn nullable() {
        return new MappedColumn(name, type, false, fallback);
    }

    /** SQLite compares names without regard to the case of ASCII letters. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
