package org.dsa110.contimg.database.internal.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException;

/**
 * The connection on which a database is written, and the control of its transactions: several units of work share one, each behind a
 * savepoint, or one has it to itself. A connection that is of no more use is given up, and {@link #begin} opens another. Unless said otherwise the methods throw a
 * {@link DatabaseException} when the database cannot do it. Belongs to the writer's thread.
 */
public interface WriteConnection extends EngineConnection {
    /**
     * Begins a transaction that may write. Waits first while it is other programs' turn, as long as the first unit's caller may be kept
     * waiting.
     *
     * @param submittedNanos when that unit was submitted, on the scale of {@link System#nanoTime}
     * @param cancelled whether its caller went away
     * @return false when the caller went away meanwhile; there is no transaction then
     * @throws DatabaseException BUSY when others did not let it in for too long; there is no transaction then either
     */
    boolean begin(long submittedNanos, BooleanSupplier cancelled);

    /**
     * Says of the transactions that are begun from here on whether what is needed to undo a part of them, and what they sort, may lie in memory.
     * That is faster, and takes as much as a savepoint or a statement changes.
     */
    void undoFromMemory(boolean inMemory);

    /** Whether the transaction may go on to another unit, rather than be committed so that other programs have their turn. */
    boolean mayGoOn();

    /** Marks the point to which {@link #undoToSavepoint} returns. */
    void savepoint();

    /** Keeps what was done since the savepoint. */
    void releaseSavepoint();

    /** Undoes what was done since the savepoint and forgets the savepoint. */
    void undoToSavepoint();

    /**
     * Ends the transaction; what it wrote is durable when this returns, and is not when this throws, whatever it throws.
     *
     * @throws DatabaseException when it is lost; {@link #confirmFailure} is due before anybody is told so
     */
    void commit();

    /**
     * Looks, after a commit, whether what was committed is where others will look for it.
     *
     * @throws DatabaseException STORAGE when it is not, or that is not certain
     */
    void confirmCommit();

    /** Whether a unit's own SQL has ended the transaction by committing it: what was done before is durable. Throws nothing. */
    boolean committedByUnit();

    /** Ends the transaction, if one is left, and undoes what it wrote. A connection that cannot do it is given up. Throws nothing. */
    void rollback();

    /**
     * Sees to it that a crash cannot bring back what a commit that failed left behind. Throws nothing.
     *
     * @return false when that could not be done, so that it still may
     */
    boolean confirmFailure();

    /** Gives the connection up; without effect when there is none. Throws nothing. */
    void discard();

    /** Does what is due between two batches. Throws nothing. */
    void afterBatch();

    /** Does what is due when nothing has waited for {@link #patience}. Throws nothing. */
    void idle();

    /** How long to wait for work before {@link #idle} is due. */
    Duration patience();

    /** Last of all: does what is due before the database is left alone, and closes. Throws nothing. */
    void close();
}
