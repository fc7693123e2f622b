package org.dsa110.contimg.database.internal.unit;

import org.dsa110.contimg.database.DatabaseException;

/** How a unit of work ended, as its caller was told. */
enum UnitOutcome {
    SUCCESS, FAILURE,
    /** It ran too long and was interrupted. */
    DEADLINE,
    /** Its caller went away before it ran, or before it was to be run again, so it was not done. */
    CANCELLED,
    /** The queue was full, or closed; also that of the long reads, when it had run for a moment. */
    REFUSED;

    static UnitOutcome of(PendingUnit<?> unit) {
        if (unit.failure() instanceof DatabaseException e) {
            return switch (e.kind()) {
                case DEADLINE -> DEADLINE;
                case OVERLOADED -> REFUSED;
                default -> FAILURE;
            };
        }
        if (unit.failure() != null) {
            return FAILURE;
        }
        return unit.wasRun() ? SUCCESS : CANCELLED;
    }
}
