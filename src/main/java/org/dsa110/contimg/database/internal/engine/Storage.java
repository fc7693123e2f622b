package org.dsa110.contimg.database.internal.engine;

import java.util.function.BooleanSupplier;

import org.dsa110.contimg.database.DatabaseException;

/** One database that its engine has opened. Thread-safe. */
public interface Storage {
    /**
     * Opens the one connection on which it is written. Called once, before any {@link #openReader}.
     *
     * @param reads those that run beside the writes
     * @param stopping whether the service stops, so that no write may wait long for other programs any more
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    WriteConnection openWriter(RunningReads reads, BooleanSupplier stopping);

    /**
     * Opens a connection that cannot write.
     *
     * @throws DatabaseException if it cannot be opened, or a setting did not take
     */
    ReadConnection openReader();

    /** Adds the gauges of what only this engine can measure, once all is open. */
    void addGauges();

    /**
     * Looks, at most every so often, whether the database is still the one that was opened.
     *
     * @throws DatabaseException STORAGE when it is gone, or another one
     */
    void check();

    /**
     * Looks at once, and opens the database once more to see whether that can be done.
     *
     * @throws DatabaseException when it cannot
     */
    void probe();

    /** Gives back what the storage itself has open. All its connections are closed by now. */
    void close();
}
