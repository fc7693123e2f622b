package org.dsa110.contimg.database;

import java.time.Duration;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Runs one unit of work after the other on the thread that made it: each in a request context, a JTA transaction and so a Hibernate
 * session of its own, all on the connection that it is given. The end of the JTA transaction flushes the session; the transaction of
 * the database is the caller's to begin and end. Not thread-safe.
 */
final class UnitRunner {
    private final Engine engine;
    private final Duration deadline;
    private final DeadlineWatch.Lane lane;

    UnitRunner(DatabaseAccess access) {
        this.engine = access.engine();
        this.deadline = access.config().deadline();
        this.lane = access.watch().lane();
    }

    /** @throws Throwable why the unit failed, explained; nothing has been undone yet */
    <T> void run(PendingUnit<T> unit, EngineConnection connection) throws Throwable {
        ManagedContext requestContext = Arc.container().requestContext();
        requestContext.activate();
        new RunningUnit(unit.database(), connection.jdbc(), unit.label()).enter();
        lane.enter(connection, System.nanoTime() + deadline.toNanos());
        Throwable failure = null;
        try {
            QuarkusTransaction.requiringNew().timeout(jtaTimeoutSeconds()).call(() -> {
                unit.run(connection.jdbc());
                return null;
            });
        } catch (Throwable t) {
            failure = engine.explain(t, unit.reading());
        }
        boolean overdue = lane.leave();
        RunningUnit.leave();
        requestContext.terminate();
        if (overdue) {
            throw new DatabaseException(DatabaseException.Kind.DEADLINE,
                    "the unit of work ran longer than " + deadline.toMillis() + " ms and was undone", failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** JTA's own timeout only marks the transaction; it must never come before the deadline, which interrupts. */
    private int jtaTimeoutSeconds() {
        return Math.toIntExact(Math.min(deadline.toSeconds() + 60, Integer.MAX_VALUE));
    }
}
