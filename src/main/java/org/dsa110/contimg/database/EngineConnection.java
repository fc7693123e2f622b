package org.dsa110.contimg.database;

import java.sql.Connection;
import java.time.Duration;

/**
 * One connection to a database and the control of its transaction: what differs between the engines. Each method but {@link #interrupt}
 * throws a {@link DatabaseException} when the database cannot do it. Not thread-safe, except for {@link #interrupt}.
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

    /** How far the log is to be copied into the database. */
    enum CheckpointMode {
        /** Not at all: only look. */
        LOOK,
        /** As far as can be done without waiting for anybody. */
        PASSIVE,
        /** All of it, and so that the next write begins the log anew. Waits for readers, and keeps other writers out meanwhile. */
        RESTART,
        /** The same, and the log becomes empty at once. */
        TRUNCATE
    }

    /**
     * The state of the write-ahead log.
     *
     * @param busy whether somebody kept what was asked for from being done in full
     * @param frames how many pages it holds
     * @param pending how many of them are not in the database yet
     * @param pageSize in bytes
     */
    record Log(boolean busy, long frames, long pending, long pageSize) {
        long bytes() {
            return frames * pageSize;
        }

        long pendingBytes() {
            return pending * pageSize;
        }
    }

    /** The connection that Hibernate and own SQL use. It commits nothing by itself. */
    Connection jdbc();

    /** Starts a transaction that sees one snapshot and cannot write. */
    void beginRead();

    /** Starts a transaction that holds the write lock, or says false at once when another program holds that. */
    boolean beginWrite();

    /** Whether another program has committed since this was last asked; within a transaction. */
    boolean othersCommitted();

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

    /**
     * Commits a change that changes nothing, over what a commit that failed may have left in the log: a recovery after a crash could take
     * that for committed.
     *
     * @return false when another program holds the write lock
     */
    boolean overwriteFailedCommit();

    /** Whether a unit lost the transaction. While it is lost every statement and every control of it fails, but {@link #rollback}. */
    Loss loss();

    /**
     * Copies the log into the database; outside a transaction.
     *
     * @param patience how long to wait for readers, where the mode waits
     * @return the log as it is then
     */
    Log checkpoint(CheckpointMode mode, Duration patience);

    /** Makes the statement that is running fail, if one is. May be called from any thread. */
    void interrupt();

    @Override
    void close();
}
