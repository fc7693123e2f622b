package org.dsa110.contimg.database.internal.readers;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.DeadlineWatch;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.Runner;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** Runs reads one after the other on a connection that cannot write, each in one snapshot. Belongs to the thread that made it. */
public final class SnapshotReader {
    private static final RepeatedLines LOG = RepeatedLines.of(SnapshotReader.class);

    private final DatabaseContext context;
    private final Runner runner;
    /** In which a read that may have to give way runs; null where none has to. */
    private final DeadlineWatch.Lane lane;
    private final long givesWayAfterNanos;
    private ReadConnection connection;

    /**
     * One whose reads run as long as they may.
     *
     * @param connection what it starts with; null where it is to open its own
     */
    public SnapshotReader(DatabaseContext context, ReadConnection connection) {
        this(context, connection, null);
    }

    /**
     * @param connection what it starts with; null where it is to open its own
     * @param othersWait whether a read that has run long has to give way; asked on another thread. Null where none has to
     */
    SnapshotReader(DatabaseContext context, ReadConnection connection, BooleanSupplier othersWait) {
        this.context = context;
        this.connection = connection;
        this.runner = context.runner();
        this.lane = othersWait == null ? null : context.watch().lane(othersWait);
        this.givesWayAfterNanos = context.config().readers().givesWayAfter().toNanos();
    }

    /**
     * Runs a read, if its caller still waits for it, and keeps its result or its failure in it.
     *
     * @return false when it has given way, and is as if it had not been run
     */
    public boolean run(PendingUnit<?> unit) {
        if (unit.cancelled() || !begin(unit)) {
            return true;
        }
        if (lane != null) {
            lane.enter(connection, System.nanoTime() + givesWayAfterNanos);
        }
        try {
            runner.run(unit, connection);
        } catch (Throwable failure) {
            unit.fail(failure);
        }
        if (lane != null && lane.leave() && unit.failure() != null && !isOverdue(unit)) {
            unit.giveWay();
            end(unit);
            return false;
        }
        // It has what it read, whatever becomes of the connection.
        unit.settle();
        end(unit);
        return true;
    }

    private static boolean isOverdue(PendingUnit<?> unit) {
        return unit.failure() instanceof DatabaseException e && e.kind() == DatabaseException.Kind.DEADLINE;
    }

    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (DatabaseException e) {
                LOG.error(cause(e), e, "Closing a reader of %s failed", context.location());
            }
            connection = null;
        }
    }

    private boolean begin(PendingUnit<?> unit) {
        try {
            context.storage().check();
            if (connection == null) {
                connection = context.storage().openReader();
            }
            connection.beginRead();
            return true;
        } catch (DatabaseException e) {
            LOG.error(cause(e), e, "A read of %s could not begin; the connection is opened anew", context.location());
            unit.fail(e);
            close();
            return false;
        }
    }

    private void end(PendingUnit<?> unit) {
        try {
            connection.rollback();
            if (!(unit.failure() instanceof DatabaseException e) || e.kind() != DatabaseException.Kind.STORAGE) {
                return;
            }
            LOG.error(cause(e), e, "A read of %s failed; the connection is opened anew", context.location());
        } catch (DatabaseException e) {
            LOG.error(cause(e), e, "A read of %s could not end; the connection is opened anew", context.location());
        }
        close();
    }

    private Object cause(DatabaseException failure) {
        return List.of(failure.kind(), context.location());
    }
}
