package org.dsa110.contimg.database.internal.readers;

import java.util.List;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.engine.ReadConnection;
import org.dsa110.contimg.database.internal.unit.DatabaseContext;
import org.dsa110.contimg.database.internal.unit.PendingUnit;
import org.dsa110.contimg.database.internal.unit.Runner;
import org.dsa110.contimg.internal.logs.RepeatedLines;

/** Runs reads one after the other on a connection that cannot write, each in one snapshot. Belongs to the thread that made it. */
public final class SnapshotReader {
    private static final RepeatedLines LOG = RepeatedLines.of(SnapshotReader.class);

    private final DatabaseContext context;
    private final Runner runner;
    private ReadConnection connection;

    /** @param connection what it starts with; null where it is to open its own */
    public SnapshotReader(DatabaseContext context, ReadConnection connection) {
        this.context = context;
        this.connection = connection;
        this.runner = context.runner();
    }

    /** Runs a read, if its caller still waits for it, and keeps its result or its failure in it. */
    public void run(PendingUnit<?> unit) {
        if (unit.cancelled() || !begin(unit)) {
            return;
        }
        try {
            runner.run(unit, connection);
        } catch (Throwable failure) {
            unit.fail(failure);
        }
        // It has what it read, whatever becomes of the connection.
        unit.settle();
        end(unit);
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
