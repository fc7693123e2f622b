package org.dsa110.contimg.database;

import java.util.Set;

import javax.sql.DataSource;

/** What stores a database. Thread-safe. */
interface Engine {
    /**
     * The names of the tables at a location, found without changing anything there.
     *
     * @return empty when there is no database, or it has none
     * @throws DatabaseException if it cannot be read, or is no database
     */
    Set<String> tables(Location location);

    /**
     * Connections on which a database is migrated, before any other is opened. A database that is missing is made, and one in memory is
     * kept from now on until {@link #release}.
     *
     * @throws DatabaseException if it cannot be opened
     */
    DataSource migrations(Location location);

    /**
     * Opens the connection on which a database is written.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    EngineConnection openWriter(Location location);

    /**
     * Opens a connection that cannot write.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    EngineConnection openReader(Location location);

    /** Gives back what a database in memory took. All its connections are closed by now. */
    void release(Location location);

    /**
     * Says what a failure inside a unit of work means.
     *
     * @return a {@link DatabaseException} where the engine was the cause, otherwise the failure itself without the wrappers that
     *         transactions and Hibernate put around it
     */
    Throwable explain(Throwable failure, boolean reading);
}
