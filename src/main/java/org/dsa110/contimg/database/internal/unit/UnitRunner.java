package org.dsa110.contimg.database.internal.unit;

import java.sql.SQLException;
import java.time.Duration;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.Engine;
import org.dsa110.contimg.database.internal.engine.EngineConnection;
import org.hibernate.HibernateException;

/**
 * Runs one unit of work after the other on the thread that made it, on the connection that it is given: each in a request context, a JTA
 * transaction and so a Hibernate session of its own, whose end flushes the session, or by SQL alone without any of these. The transaction
 * of the database is the caller's to begin and end. Not thread-safe.
 */
public final class UnitRunner implements Runner {
    /**
     * As good as none: the deadline interrupts what runs, while JTA's timeout would only let the unit's end fail, with another message.
     * And it compares times of the clock on the wall, which may be set while the unit runs.
     */
    private static final int JTA_TIMEOUT_SECONDS = Integer.MAX_VALUE;

    private final Engine engine;
    private final Duration deadline;
    private final DeadlineWatch.Lane lane;

    public UnitRunner(DatabaseContext context) {
        this.engine = context.engine();
        this.deadline = context.config().deadline();
        this.lane = context.watch().lane();
    }

    @Override
    public void run(PendingUnit<?> unit, EngineConnection connection) throws Throwable {
        new RunningUnit(unit.database(), connection.jdbc(), unit.label()).enter();
        lane.enter(connection, System.nanoTime() + deadline.toNanos());
        Throwable failure = null;
        try {
            if (unit.sqlOnly()) {
                runWithoutSession(unit, connection);
            } else {
                runInSession(unit, connection);
            }
        } catch (Throwable t) {
            failure = explain(t, unit.reading());
        }
        boolean overdue = lane.leave();
        RunningUnit.leave();
        if (overdue) {
            throw new DatabaseException(DatabaseException.Kind.DEADLINE,
                    "the unit of work ran longer than " + deadline.toMillis() + " ms and was undone", failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void runInSession(PendingUnit<?> unit, EngineConnection connection) {
        ManagedContext requestContext = Arc.container().requestContext();
        requestContext.activate();
        try {
            QuarkusTransaction.requiringNew().timeout(JTA_TIMEOUT_SECONDS).call(() -> {
                unit.run(connection.jdbc());
                return null;
            });
        } finally {
            requestContext.terminate();
        }
    }

    private static void runWithoutSession(PendingUnit<?> unit, EngineConnection connection) throws Exception {
        try {
            unit.run(connection.jdbc());
        } catch (ContextNotActiveException noSession) {
            throw new IllegalStateException("the unit of work " + unit.label()
                    + " is said to use SQL alone, and used Panache, Hibernate or a request's bean; make it one without UnitOfWork.sql or bulk",
                    noSession);
        }
    }

    /** The failure without what transactions and Hibernate put around it; where it is SQL's, what the engine makes of that. */
    private Throwable explain(Throwable failure, boolean reading) {
        Throwable cause = failure;
        while (cause.getCause() != null && isWrapper(cause)) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException sql ? engine.explain(sql, reading) : cause;
    }

    private static boolean isWrapper(Throwable t) {
        return t instanceof QuarkusTransactionException || t instanceof RollbackException
                || t instanceof PersistenceException || t instanceof HibernateException;
    }
}
