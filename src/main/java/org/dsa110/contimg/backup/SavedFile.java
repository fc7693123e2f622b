package org.dsa110.contimg.backup;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.dsa110.contimg.database.Database;

/**
 * What a manifest says of one file.
 *
 * @param packed its name in the folder of the backup
 * @param path where the file was
 * @param databases those that are in it
 * @param engine what read it, and its version
 * @param pageSize in bytes
 * @param plain the file as it was
 * @param compressed the file in the backup
 * @param rows how many each table has, by its name
 * @param findings rows that break what their own table says of its columns, a line each
 */
public record SavedFile(String packed, String path, List<SavedDatabase> databases, String engine, int pageSize,
        Content plain, Content compressed, Map<String, Long> rows, List<String> findings) {
    public SavedFile {
        databases = List.copyOf(databases);
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        findings = List.copyOf(findings);
    }

    /**
     * What the bytes of a file are known by.
     *
     * @param bytes how many
     * @param sha256 in hexadecimal
     */
    public record Content(long bytes, String sha256) {
    }

    /** The databases that are in it. */
    public Set<Database> names() {
        Set<Database> names = EnumSet.noneOf(Database.class);
        databases.forEach(each -> names.add(each.database()));
        return names;
    }

    /** How many rows all its tables have. */
    public long allRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
