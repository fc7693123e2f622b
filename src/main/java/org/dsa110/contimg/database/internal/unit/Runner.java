package org.dsa110.contimg.database.internal.unit;

import org.dsa110.contimg.database.internal.engine.EngineConnection;

/** Runs units of work, one after the other, on the thread that made it. Not thread-safe. */
public interface Runner {
    /** @throws Throwable why the unit failed, explained; nothing has been undone yet */
    void run(PendingUnit<?> unit, EngineConnection connection) throws Throwable;
}
