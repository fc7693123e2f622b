package org.dsa110.contimg.database.internal.engine;

/**
 * A connection that cannot write, and the control of its transaction. Its methods throw a
 * {@link org.dsa110.contimg.database.DatabaseException} when the database cannot do it. Not thread-safe.
 */
public interface ReadConnection extends EngineConnection, AutoCloseable {
    /** Starts a transaction that sees one snapshot. */
    void beginRead();

    /** Ends the transaction. */
    void rollback();

    @Override
    void close();
}
