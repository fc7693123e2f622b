package org.dsa110.contimg.rest.internal.write;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of ids that the rows of an import have, in a table whose ids the database gives, and of values that the service computes. */
public enum GivenIds {
    /** A row that has one, or a value that the service computes, is wrong. */
    REFUSE,
    /** Each row must have one, and what the service always computes, and is stored with them. */
    KEEP,
    /** They are left out, and the database gives new ones, the service computes anew. */
    DROP;

    /** All of them as {@link #toString} has them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(GivenIds::toString).toList();
    }

    /** @param name one of {@link #names} */
    public static GivenIds named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
