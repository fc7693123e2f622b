package org.dsa110.contimg.database.internal.unit;

import java.util.function.Function;

import org.dsa110.contimg.database.DatabaseConfig;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.FaultLog;
import org.dsa110.contimg.database.internal.engine.Storage;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * What the writer and the readers of one file, or of one database in memory, work with. Thread-safe.
 *
 * @param runners makes what runs the units of one thread
 */
public record DatabaseContext(Location location, Engine engine, Storage storage, DatabaseConfig config,
        DeadlineWatch watch, UnitMetrics metrics, Function<DatabaseContext, Runner> runners) {
    private static final RepeatedLines LOG = RepeatedLines.of(DatabaseContext.class);

    /** A thread that runs units of work one after the other calls this once. */
    public Runner runner() {
        return runners.apply(this);
    }

    /** Tells a unit's caller how it ended, and counts it. Whatever happens to one answer, the others are given. */
    public void end(PendingUnit<?> unit) {
        try {
            try {
                metrics.ended(unit);
                SlowUnits.log(unit, config.slowUnit());
            } finally {
                unit.answer();
            }
        } catch (Throwable fault) {
            FaultLog.error(LOG, fault, "The end of a unit of work on %s could not be told or logged", location);
        }
    }
}
