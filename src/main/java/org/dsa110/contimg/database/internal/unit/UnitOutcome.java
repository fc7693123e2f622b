package org.dsa110.contimg.database.internal.unit;

import org.dsa110.contimg.database.DatabaseException;

/** How a unit of work ended, as its caller was told. */
enum UnitOutcome {
    SUCCESS, FAILURE,
    /** It ran too long and was interrupted. */
    DEADLINE,
    /** Its caller went away before it ran, or before it was to be run again, so it was not done. */
    CANCELLED,
    /** The queue was full, or closed. */
    REFUSED;

    static UnitOutcome of(PendingUnit<?> unit) {
        if (unit.failure() instanceof DatabaseException e && e.kind() == DatabaseException.Kind.DEADLINE) {
            return DEADLINE;
        }
        if (unit.failure() != null) {
            return FAILURE;
        }
        return unit.wasRun() ? SUCCESS : CANCELLED;
    }
}
