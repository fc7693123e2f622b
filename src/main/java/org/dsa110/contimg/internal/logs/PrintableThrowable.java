package org.dsa110.contimg.internal.logs;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Stands in a log for a throwable whose message, or that of a cause, cannot be printed as it is: the same trace, with messages that can. */
final class PrintableThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    private final String shown;

    private PrintableThrowable(Throwable original) {
        super((String) null);
        shown = Printable.of(original.toString());
        setStackTrace(original.getStackTrace());
    }

    /** The same throwable where all of it can be printed; null for null. */
    static Throwable of(Throwable thrown) {
        return thrown == null || isPrintable(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? thrown
                : copy(thrown, new IdentityHashMap<>());
    }

    private static boolean isPrintable(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return true;
        }
        String text = thrown.toString();
        if (text != null && !text.equals(Printable.of(text)) || !isPrintable(thrown.getCause(), seen)) {
            return false;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!isPrintable(suppressed, seen)) {
                return false;
            }
        }
        return true;
    }

    private static Throwable copy(Throwable original, Map<Throwable, Throwable> copies) {
        Throwable known = copies.get(original);
        if (known != null) {
            return known;
        }
        PrintableThrowable copy = new PrintableThrowable(original);
        copies.put(original, copy);
        if (original.getCause() != null) {
            copy.initCause(copy(original.getCause(), copies));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            copy.addSuppressed(copy(suppressed, copies));
        }
        return copy;
    }

    /** As the original's, which tells its class. */
    @Override
    public String toString() {
        return shown;
    }
}
