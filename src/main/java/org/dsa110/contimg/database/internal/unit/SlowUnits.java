package org.dsa110.contimg.database.internal.unit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.dsa110.contimg.internal.logs.RepeatedLines;

/** The log of the units of work whose callers waited longer than a threshold. */
final class SlowUnits {
    private static final RepeatedLines LOG = RepeatedLines.of("org.dsa110.contimg.database.slow-units");

    private SlowUnits() {
    }

    /** @param unit one that has just ended */
    static void log(PendingUnit<?> unit, Duration threshold) {
        long total = System.nanoTime() - unit.submittedNanos();
        if (total < threshold.toNanos()) {
            return;
        }
        String outcome = UnitOutcome.of(unit).name().toLowerCase(Locale.ROOT);
        String kind = unit.reading() ? "read" : "write";
        List<String> cause = List.of(kind, unit.label(), unit.database().unitName(), outcome);
        if (unit.wasRun()) {
            LOG.warn(cause, null, "Slow %s %s on %s, %s: waited %d ms, ran %d ms, %d ms in all", kind, unit.label(),
                    unit.database(), outcome, millis(unit.startedNanos() - unit.submittedNanos()),
                    millis(unit.runNanos()), millis(total));
        } else {
            LOG.warn(cause, null, "Slow %s %s on %s, %s: waited %d ms and was not run", kind, unit.label(),
                    unit.database(),
                    outcome, millis(total));
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
