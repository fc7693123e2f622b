package org.dsa110.contimg.database;

import java.sql.Connection;
import java.time.Duration;

/**
 * One connection to a database and the control of its transaction: what differs between the engines. Not thread-safe, except for
 * {@link #interrupt}.
 */
interface EngineConnection extends AutoCloseable {
    /** How the transaction ended when neither we nor the caller of {@link #commit} or {@link #rollback} ended it. */
    enum Loss {
        /** It goes on. */
        NONE,
        /** The database has undone all of it. */
        ROLLED_BACK,
        /** A unit's own SQL has committed it: what was done before is durable. */
        COMMITTED
    }

    /** The connection that Hibernate and own SQL use. It commits nothing by itself. */
    Connection jdbc();

    /** Starts a transaction that sees one snapshot and cannot write. */
    void beginRead();

    /**
     * Starts a transaction that holds the write lock.
     *
     * @param patience how long to wait for another program's lock; zero tries once
     * @return whether the lock was obtained
     */
    boolean beginWrite(Duration patience);

    /** Marks the point in a write transaction to which {@link #undoToSavepoint} returns. */
    void savepoint();

    /** Keeps what was done since the savepoint. */
    void releaseSavepoint();

    /** Undoes what was done since the savepoint and forgets the savepoint. */
    void undoToSavepoint();

    /** Ends the transaction; what it wrote is durable when this returns. */
    void commit();

    /** Ends the transaction, if one is left, and undoes what it wrote. */
    void rollback();

    /** Whether a unit lost the transaction. While it is lost every statement and every control of it fails, but {@link #rollback}. */
    Loss loss();

    /** Makes the statement that is running fail, if one is. May be called from any thread. */
    void interrupt();

    @Override
    void close();
}
