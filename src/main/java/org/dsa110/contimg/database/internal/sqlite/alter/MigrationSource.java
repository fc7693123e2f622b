package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4Statement;

/**
 * Connections on which migrations run, which know the statements of {@link AlterStatement} too. Foreign keys are not enforced on them, as
 * SQLite asks for where tables are changed, and cannot be switched off within the transaction of a migration. Thread-safe.
 */
public final class MigrationSource extends SQLiteDataSource {
    private final String file;
    private final Properties settings;

    public MigrationSource(String url, String file, SQLiteConfig settings) {
        super(settings);
        this.file = file;
        settings.enforceForeignKeys(false);
        this.settings = settings.toProperties();
        setUrl(url);
    }

    @Override
    public SQLiteConnection getConnection(String user, String password) throws SQLException {
        return new MigrationConnection(getUrl(), file, settings);
    }

    private static final class MigrationConnection extends JDBC4Connection {
        /** Whether a change is made, of statements of SQLite's own: RENAME TO is one, and a change too. */
        private boolean changing;

        MigrationConnection(String url, String file, Properties settings) throws SQLException {
            super(url, file, settings);
        }

        @Override
        public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
            if (changing) {
                return super.createStatement(type, concurrency, holdability);
            }
            checkOpen();
            checkCursor(type, concurrency, holdability);
            return new MigrationStatement(this);
        }

        private void run(TableChange change) throws SQLException {
            changing = true;
            try {
                change.run(this);
            } finally {
                changing = false;
            }
        }
    }

    /** Flyway runs each statement of a migration by {@code execute}. */
    private static final class MigrationStatement extends JDBC4Statement {
        private final MigrationConnection connection;
        private boolean altered;

        MigrationStatement(MigrationConnection connection) {
            super(connection);
            this.connection = connection;
        }

        @Override
        public boolean execute(String sql) throws SQLException {
            Optional<TableChange> change = AlterStatement.read(sql);
            altered = change.isPresent();
            if (altered) {
                connection.run(change.get());
                return false;
            }
            return super.execute(sql);
        }

        @Override
        public ResultSet getResultSet() throws SQLException {
            return altered ? null : super.getResultSet();
        }

        @Override
        public int getUpdateCount() throws SQLException {
            return altered ? -1 : super.getUpdateCount();
        }

        @Override
        public boolean getMoreResults() throws SQLException {
            return !altered && super.getMoreResults();
        }
    }
}
