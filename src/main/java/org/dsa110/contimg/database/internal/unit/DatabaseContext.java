package org.dsa110.contimg.database.internal.unit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

    /** Tells a unit's caller how it ended, and counts it. */
    public void end(PendingUnit<?> unit) {
        end(List.of(unit));
    }

    /** Tells the callers of units how these ended, and counts them. Whatever happens to one answer, the others are given. */
    public void end(List<PendingUnit<?>> units) {
        Map<Object, List<PendingUnit<?>>> byLoop = new IdentityHashMap<>();
        for (PendingUnit<?> unit : units) {
            attempt(() -> metrics.ended(unit));
            attempt(() -> SlowUnits.log(unit, config.slowUnit()));
            if (unit.caller() instanceof CallerLoop loop) {
                byLoop.computeIfAbsent(loop.thread(), any -> new ArrayList<>()).add(unit);
            } else {
                attempt(unit::answer);
            }
        }
        byLoop.values().forEach(told -> attempt(() -> answerTogether(told)));
    }

    private static void answerTogether(List<PendingUnit<?>> units) {
        List<Runnable> answers = new ArrayList<>();
        units.forEach(unit -> answers.add(unit.onLoop()));
        ((CallerLoop) units.get(0).caller()).tell(answers);
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            FaultLog.error(LOG, fault, "The end of a unit of work on %s could not be told or logged", location);
        }
    }
}
