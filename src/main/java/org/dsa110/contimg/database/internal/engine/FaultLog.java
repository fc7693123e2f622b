package org.dsa110.contimg.database.internal.engine;

import org.jboss.logging.Logger;

/** Logs faults where callers wait for an answer that a log which fails too, as without memory, must not take from them. */
public final class FaultLog {
    private FaultLog() {
    }

    /** Logs a fault, if that can be done. Throws nothing. */
    public static void error(Logger log, Throwable fault, String format, Object... arguments) {
        try {
            log.errorf(fault, format, arguments);
        } catch (Throwable unlogged) {
            fault.addSuppressed(unlogged);
        }
    }
}
