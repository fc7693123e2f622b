package org.dsa110.contimg.database.internal.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.internal.unit.RunningUnit;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/**
 * The log of the statements on one connection that took longer than a threshold, with the plan by which the database ran them. Not
 * thread-safe.
 */
final class SlowStatements {
    private static final RepeatedLines LOG = RepeatedLines.of("org.dsa110.contimg.database.slow-statements");
    private static final int MAX_LOGGED = 10;
    private static final int MAX_LENGTH = 2000;

    private final String database;
    private final long thresholdNanos;
    private final List<SlowStatement> noted = new ArrayList<>();

    private record SlowStatement(String sql, String unit, long nanos) {
    }

    /** How a connection finds a plan. */
    interface Planner {
        String plan(String sql) throws SQLException;
    }

    /** @param database what the log calls the place of the connection */
    SlowStatements(String database, Duration threshold) {
        this.database = database;
        this.thresholdNanos = threshold.toNanos();
    }

    /** Makes the timing of one statement. */
    Timing timing() {
        return new Timing();
    }

    boolean any() {
        return !noted.isEmpty();
    }

    /** Logs what was noted since the last time; between two units of work, when the connection is free to explain. */
    void log(Planner planner) {
        for (SlowStatement slow : noted) {
            LOG.warn(List.of(database, slow.sql), null, "A statement of %s on %s took %d ms: %s; plan: %s", slow.unit,
                    database, slow.nanos / 1_000_000,
                    slow.sql.substring(0, Math.min(slow.sql.length(), MAX_LENGTH)), plan(planner, slow.sql));
        }
        noted.clear();
    }

    private static String plan(Planner planner, String sql) {
        try {
            return planner.plan(sql);
        } catch (SQLException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private void note(SlowStatement statement) {
        if (noted.size() < MAX_LOGGED) {
            noted.add(statement);
        }
    }

    /**
     * The time of one statement's runs. The database works whenever a row is fetched, so a run that has rows ends when its statement is
     * closed or run again.
     */
    final class Timing {
        private String sql;
        private RunningUnit unit;
        private long started;

        void start(String text) {
            end();
            sql = text;
            unit = RunningUnit.current();
            started = System.nanoTime();
        }

        void end() {
            if (sql != null) {
                long nanos = System.nanoTime() - started;
                if (nanos >= thresholdNanos) {
                    note(new SlowStatement(sql, unit == null ? "the service itself" : unit.label(), nanos));
                }
                sql = null;
                unit = null;
            }
        }
    }
}
