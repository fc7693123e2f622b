package org.dsa110.contimg.database;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a copy of a file.
 *
 * @param engine which read it, and its version, such as {@code SQLite 3.54.1}
 * @param pageSize in bytes
 * @param rows how many each table has, by its name
 * @param findings rows that break what their own table says of its columns; the copy is whole all the same. Each a line
 */
public record CopyContent(String engine, int pageSize, Map<String, Long> rows, List<String> findings) {
    public CopyContent {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        findings = List.copyOf(findings);
    }
}
