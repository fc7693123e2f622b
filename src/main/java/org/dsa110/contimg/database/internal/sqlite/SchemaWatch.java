package org.dsa110.contimg.database.internal.sqlite;

import java.sql.SQLException;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.sqlite.schema.KeptSchema;

/**
 * Looks at the schema of a file whenever another program may have changed it, which shows in SQLite's schema cookie. Belongs to the
 * writer's thread.
 */
final class SchemaWatch {
    /** Null where nobody said what the schema should be. */
    private final KeptSchema schema;
    private SqliteConnection lookedOn;
    private long lookedAt;

    SchemaWatch(KeptSchema schema) {
        this.schema = schema;
    }

    /** Whether the schema is another one than at the last look, or the connection is; within a transaction or not. */
    boolean isDue(SqliteConnection connection) {
        return schema != null && (connection != lookedOn || connection.schemaVersion() != lookedAt);
    }

    /** Whether the file cannot be served until another look finds it put right. */
    boolean isFaulty() {
        return schema != null && schema.isFaulty();
    }

    /**
     * Looks, and puts back what is missing, in the transaction that the connection has begun and not written in.
     *
     * @return whether the transaction has been ended by that
     * @throws DatabaseException if it cannot be done now; the next look is as due as this one
     */
    boolean look(SqliteConnection connection) {
        Held transaction = new Held(connection);
        try {
            schema.restore(connection.jdbc(), transaction);
        } catch (SQLException e) {
            throw SqliteErrors.explain("putting back what a table made anew has lost failed", e, false);
        }
        lookedOn = connection;
        lookedAt = transaction.version;
        return transaction.ended;
    }

    /** The transaction that is there already. */
    private static final class Held implements KeptSchema.Transaction {
        private final SqliteConnection connection;
        private long version;
        private boolean ended;

        Held(SqliteConnection connection) {
            this.connection = connection;
            this.version = connection.schemaVersion();
        }

        @Override
        public void begin() {
            // It has begun.
        }

        @Override
        public void commit() {
            // Before others can change it again.
            version = connection.schemaVersion();
            connection.commit();
            ended = true;
        }

        @Override
        public void rollback() {
            connection.rollback();
            ended = true;
        }
    }
}
