package org.dsa110.contimg.database.internal.unit;

import java.sql.Connection;

import org.dsa110.contimg.database.Database;

/** The unit of work that runs on a thread: how Hibernate, asked for a connection anywhere below, finds the right one. */
public record RunningUnit(Database database, Connection connection, String label) {
    private static final ThreadLocal<RunningUnit> CURRENT = new ThreadLocal<>();

    /** The unit that runs on this thread, or null. */
    public static RunningUnit current() {
        return CURRENT.get();
    }

    void enter() {
        CURRENT.set(this);
    }

    static void leave() {
        CURRENT.remove();
    }
}
