package org.dsa110.contimg.rest.internal.write;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of ids that the rows of an import have, in a table whose ids the database gives. */
public enum GivenIds {
    /** A row that has one is wrong. */
    REFUSE,
    /** Each row must have one, and is stored with it. */
    KEEP,
    /** They are left out, and the database gives new ones. */
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
