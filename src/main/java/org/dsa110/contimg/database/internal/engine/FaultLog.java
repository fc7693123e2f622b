package org.dsa110.contimg.database.internal.engine;

import java.util.Arrays;
import java.util.List;

import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** Logs faults where callers wait for an answer that a log which fails too, as without memory, must not take from them. */
public final class FaultLog {
    private FaultLog() {
    }

    /** Logs a fault, if that can be done; of those with one origin at one of the places among the arguments, the first. Throws nothing. */
    public static void error(RepeatedLines log, Throwable fault, String format, Object... arguments) {
        try {
            List<Object> where = Arrays.stream(arguments).filter(Location.class::isInstance).toList();
            log.error(List.of(RepeatedLines.origin(fault), where), fault, format, arguments);
        } catch (Throwable unlogged) {
            fault.addSuppressed(unlogged);
        }
    }
}
