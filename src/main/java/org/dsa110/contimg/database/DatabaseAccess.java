package org.dsa110.contimg.database;

/**
 * What the writer and the readers of one file, or of one database in memory, work with. Thread-safe.
 *
 * @param file null for a database in memory
 */
record DatabaseAccess(Location location, OpenedFile file, Engine engine, DatabaseConfig config, DeadlineWatch watch,
        UnitMetrics metrics) {
    /** Tells a unit's caller how it ended, and counts it. */
    void end(PendingUnit<?> unit) {
        try {
            metrics.ended(unit);
            SlowUnits.log(unit, config.slowUnit());
        } finally {
            unit.answer();
        }
    }

    /** @throws DatabaseException STORAGE when the file is not any more the one that was opened */
    void verify() {
        if (file != null) {
            file.verify();
        }
    }

    /** Like {@link #verify}, but looks only now and then. */
    void verifyNowAndThen() {
        if (file != null) {
            file.verifyNowAndThen();
        }
    }
}
