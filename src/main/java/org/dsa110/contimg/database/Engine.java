package org.dsa110.contimg.database;

import java.nio.file.Path;
import java.util.Set;

/** What stores a database. Thread-safe. */
interface Engine {
    /**
     * The names of the tables in a file, found without changing the file.
     *
     * @return empty when the file is not there, or has none
     * @throws DatabaseException if the file cannot be read, or is no database
     */
    Set<String> tables(Path file);

    /**
     * Opens the connection on which a file is written.
     *
     * @throws DatabaseException if the file cannot be opened, or a setting did not take
     */
    EngineConnection openWriter(Path file);

    /**
     * Opens a connection that cannot write.
     *
     * @throws DatabaseException if the file cannot be opened, or a setting did not take
     */
    EngineConnection openReader(Path file);

    /**
     * Says what a failure inside a unit of work means.
     *
     * @return a {@link DatabaseException} where the engine was the cause, otherwise the failure itself without the wrappers that
     *         transactions and Hibernate put around it
     */
    Throwable explain(Throwable failure, boolean reading);
}
