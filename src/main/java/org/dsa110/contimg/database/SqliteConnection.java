package org.dsa110.contimg.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Controls SQLite's transaction by plain statements that go round JDBC's: as far as JDBC knows the connection is in autocommit, so
 * neither Hibernate nor JTA nor the driver ends a transaction that is ours.
 */
final class SqliteConnection implements EngineConnection {
    private final SQLiteConnection connection;
    private final DB db;

    SqliteConnection(SQLiteConnection connection) {
        this.connection = connection;
        this.db = connection.getDatabase();
    }

    @Override
    public Connection jdbc() {
        return connection;
    }

    @Override
    public void beginRead() {
        execute("begin");
    }

    @Override
    public boolean beginWrite(Duration patience) {
        try {
            db.busy_timeout(Math.toIntExact(Math.max(0, patience.toMillis())));
            db.exec("begin immediate", false);
            return true;
        } catch (SQLException e) {
            if (SqliteErrors.isBusy(e)) {
                return false;
            }
            throw failure("begin immediate", e);
        }
    }

    @Override
    public void savepoint() {
        execute("savepoint unit");
    }

    @Override
    public void releaseSavepoint() {
        execute("release unit");
    }

    @Override
    public void undoToSavepoint() {
        execute("rollback to unit");
        execute("release unit");
    }

    @Override
    public void commit() {
        execute("commit");
    }

    @Override
    public void rollback() {
        try {
            db.exec("rollback", false);
        } catch (SQLException e) {
            // SQLite has no error code of its own for a rollback without a transaction, which is what was wanted.
            if (e.getMessage() == null || !e.getMessage().contains("no transaction is active")) {
                throw failure("rollback", e);
            }
        }
    }

    @Override
    public void interrupt() {
        try {
            db.interrupt();
        } catch (SQLException e) {
            throw failure("interrupt", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }

    private void execute(String statement) {
        try {
            db.exec(statement, false);
        } catch (SQLException e) {
            throw failure(statement, e);
        }
    }

    private static DatabaseException failure(String statement, SQLException e) {
        return SqliteErrors.explainSql(statement + " failed", e, false);
    }
}
