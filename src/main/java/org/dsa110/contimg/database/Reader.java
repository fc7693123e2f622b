package org.dsa110.contimg.database;

import org.jboss.logging.Logger;

/** Runs reads one after the other on a connection that cannot write, each in one snapshot. Belongs to the thread that made it. */
final class Reader {
    private static final Logger LOG = Logger.getLogger(Reader.class);

    private final DatabaseAccess access;
    private final UnitRunner runner;
    private EngineConnection connection;

    /** @param connection what it starts with; null where it is to open its own */
    Reader(DatabaseAccess access, EngineConnection connection) {
        this.access = access;
        this.connection = connection;
        this.runner = new UnitRunner(access);
    }

    /** Runs a read, if its caller still waits for it, and keeps its result or its failure in it. */
    void run(PendingUnit<?> unit) {
        if (unit.cancelled() || !begin(unit)) {
            return;
        }
        try {
            runner.run(unit, connection);
        } catch (Throwable failure) {
            unit.fail(failure);
        }
        end(unit);
    }

    void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (DatabaseException e) {
                LOG.errorf(e, "Closing a reader of %s failed", access.location());
            }
            connection = null;
        }
    }

    private boolean begin(PendingUnit<?> unit) {
        try {
            access.verifyNowAndThen();
            if (connection == null) {
                connection = access.engine().openReader(access.location());
            }
            connection.beginRead();
            return true;
        } catch (DatabaseException e) {
            LOG.errorf(e, "A read of %s could not begin; the connection is opened anew", access.location());
            unit.fail(e);
            close();
            return false;
        }
    }

    private void end(PendingUnit<?> unit) {
        try {
            connection.rollback();
            if (!(unit.failure() instanceof DatabaseException e && e.kind() == DatabaseException.Kind.STORAGE)) {
                return;
            }
            LOG.errorf(unit.failure(), "A read of %s failed; the connection is opened anew", access.location());
        } catch (DatabaseException e) {
            LOG.errorf(e, "A read of %s could not end; the connection is opened anew", access.location());
        }
        close();
    }
}
