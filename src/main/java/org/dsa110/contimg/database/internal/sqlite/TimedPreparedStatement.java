package org.dsa110.contimg.database.internal.sqlite;

import java.sql.SQLException;

import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/** A prepared statement whose every run is timed. Not thread-safe. */
final class TimedPreparedStatement extends JDBC4PreparedStatement {
    private final SlowStatements.Timing timing;

    TimedPreparedStatement(SQLiteConnection connection, String sql, SlowStatements slow) throws SQLException {
        super(connection, sql);
        this.timing = slow.timing();
    }

    @Override
    protected <T> T withConnectionTimeout(SQLCallable<T> execution) throws SQLException {
        timing.start(sql);
        try {
            return super.withConnectionTimeout(execution);
        } finally {
            if (!resultsWaiting && !rs.isOpen()) {
                timing.end();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        timing.end();
        super.close();
    }
}
