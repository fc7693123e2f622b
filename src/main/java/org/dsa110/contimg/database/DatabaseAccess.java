package org.dsa110.contimg.database;

import org.jboss.logging.Logger;

/**
 * What the writer and the readers of one file, or of one database in memory, work with. Thread-safe.
 *
 * @param file null for a database in memory
 */
record DatabaseAccess(Location location, OpenedFile file, Engine engine, DatabaseConfig config, DeadlineWatch watch,
        UnitMetrics metrics) {
    private static final Logger LOG = Logger.getLogger(DatabaseAccess.class);

    /** Tells a unit's caller how it ended, and counts it. Whatever happens to one answer, the others are given. */
    void end(PendingUnit<?> unit) {
        metrics.ended(unit);
        try {
            try {
                SlowUnits.log(unit, config.slowUnit());
            } finally {
                unit.answer();
            }
        } catch (Throwable fault) {
            LOG.errorf(fault, "The end of a unit of work on %s could not be told or logged", location);
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
