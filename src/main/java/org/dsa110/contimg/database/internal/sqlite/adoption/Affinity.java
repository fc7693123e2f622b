package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.util.Locale;
import java.util.stream.Stream;

/** What SQLite does to values by a column's declared type ("Datatypes In SQLite", section 3.1). */
enum Affinity {
    INTEGER, TEXT, BLOB, REAL, NUMERIC;

    static Affinity of(String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.contains("INT")) {
            return INTEGER;
        }
        if (Stream.of("CHAR", "CLOB", "TEXT").anyMatch(upper::contains)) {
            return TEXT;
        }
        if (upper.isEmpty() || upper.contains("BLOB")) {
            return BLOB;
        }
        return Stream.of("REAL", "FLOA", "DOUB").anyMatch(upper::contains) ? REAL : NUMERIC;
    }
}
