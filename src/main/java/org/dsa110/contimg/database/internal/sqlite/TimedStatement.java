package org.dsa110.contimg.database.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.sqlite.jdbc4.JDBC4Statement;

/**
 * A statement whose every run is timed, and which does not begin or end transactions. Not thread-safe.
 */
final class TimedStatement extends JDBC4Statement {
    private final GuardedConnection connection;
    private final SlowStatements.Timing timing;
    private String running;
    private boolean keysDue;
    private long run;

    TimedStatement(GuardedConnection connection, SlowStatements slow) {
        super(connection);
        this.connection = connection;
        this.timing = slow.timing();
    }

    @Override
    public boolean execute(String text) throws SQLException {
        return super.execute(accepted(text));
    }

    @Override
    public ResultSet executeQuery(String text) throws SQLException {
        return super.executeQuery(accepted(text));
    }

    @Override
    public long executeLargeUpdate(String text) throws SQLException {
        return super.executeLargeUpdate(accepted(text));
    }

    @Override
    protected <T> T withConnectionTimeout(SQLCallable<T> execution) throws SQLException {
        timing.start(running);
        run = connection.runs(running);
        try {
            return super.withConnectionTimeout(execution);
        } finally {
            if (!resultsWaiting && !rs.isOpen()) {
                timing.end();
            }
        }
    }

    /** Keeps the text for the timing: the driver sets its own field only after the run has begun. */
    private String accepted(String text) throws SQLException {
        accept(text);
        running = text;
        return text;
    }

    private void accept(String text) throws SQLException {
        TransactionSql.refuse(text);
        if (text != null && !TimedPreparedStatement.StatementCache.leavesTheSchema(text)) {
            connection.cache().schemaMayChange();
        }
    }

    /** As in {@link TimedPreparedStatement}. */
    @Override
    public void updateGeneratedKeys() throws SQLException {
        clearGeneratedKeys();
        keysDue = true;
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        if (keysDue) {
            connection.refuseOldKeys(run);
            super.updateGeneratedKeys();
            keysDue = false;
        }
        return super.getGeneratedKeys();
    }

    @Override
    public void addBatch(String text) throws SQLException {
        accept(text);
        super.addBatch(text);
    }

    @Override
    public void close() throws SQLException {
        timing.end();
        super.close();
    }
}
