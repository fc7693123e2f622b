package org.dsa110.contimg.migration.revision;

import java.util.List;

/**
 * One step of a migration. Thread-safe.
 *
 * @param table that it changes, in lower case
 * @param words such as {@code add column b to table a}
 * @param sql the statements that do it, without semicolons
 * @param warning on which files it fails or what it does to values; null where there is nothing to say
 */
public record Change(String table, String words, List<String> sql, String warning) {
    static Change of(String table, String words, String... sql) {
        return new Change(MappedColumn.lower(table), words, List.of(sql), null);
    }

    Change warning(String text) {
        return new Change(table, words, sql, text);
    }
}
