package org.dsa110.contimg.database;

import java.sql.SQLException;

import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Statement;

/** A statement whose every run is timed, from its start until its rows are closed. Not thread-safe. */
final class TimedStatement extends JDBC4Statement {
    private final SlowStatements.Timing timing;

    TimedStatement(SQLiteConnection connection, SlowStatements slow) {
        super(connection);
        this.timing = slow.timing();
    }

    @Override
    protected <T> T withConnectionTimeout(SQLCallable<T> execution) throws SQLException {
        timing.start(sql);
        return super.withConnectionTimeout(execution);
    }

    @Override
    public void close() throws SQLException {
        timing.end();
        super.close();
    }
}
