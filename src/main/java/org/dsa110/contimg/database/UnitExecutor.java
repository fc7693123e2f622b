package org.dsa110.contimg.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;

import io.smallrye.mutiny.Uni;

/**
 * Runs units of work: the one way to the databases. Each method returns a {@link Uni} that does the work when it is subscribed to,
 * once per subscription, and ends with the unit's result or with what the unit threw; faults of the database are a
 * {@link DatabaseException}. The answer comes on the caller's Vert.x context where it has one, otherwise on a worker thread, and on a
 * thread of the database when the program stops and both are gone. Thread-safe.
 */
public interface UnitExecutor {
    /** Like {@link #read(Database, UnitOfWork)}, for work through Panache alone. */
    default <T> Uni<T> read(Database database, Callable<T> work) {
        return read(database, NamedUnit.of(work));
    }

    /**
     * Reads in one snapshot, beside other reads and writes. A read that writes fails with {@code WRITE_IN_READ} and changes nothing.
     *
     * @param work may run on any thread of the database
     */
    <T> Uni<T> read(Database database, UnitOfWork<T> work);

    /** Like {@link #write(Database, UnitOfWork)}, for work through Panache alone. */
    default <T> Uni<T> write(Database database, Callable<T> work) {
        return write(database, NamedUnit.of(work));
    }

    /**
     * Writes, after all writes that came before. When the Uni has an item, what was written is durable; when it fails, nothing of the
     * unit was written (see {@link DatabaseException} for the one exception).
     *
     * @param work see {@link UnitOfWork} on being run twice
     */
    <T> Uni<T> write(Database database, UnitOfWork<T> work);

    /**
     * Whether other writes of a database wait. For a unit that may do more now, or leave it to another one after them.
     *
     * @throws DatabaseException CLOSED
     */
    boolean writesWait(Database database);

    /**
     * What the failure of a statement means: for a unit that sets a savepoint of its own, goes back to it after the failure, and goes on.
     */
    DatabaseException explain(SQLException failure);

    /**
     * Opens the databases, which must exist and be migrated. Until then every unit of work fails with {@code CLOSED}.
     *
     * @param locations where each database is; those with the same location share one writer
     * @throws DatabaseException when one cannot be opened, or a setting of a connection did not take
     */
    void open(Map<Database, Location> locations);

    /**
     * Whether the program has been told to stop. Units of work still run, as what stops may have something to store, but none waits long
     * for another program's lock; new work should not be begun.
     */
    boolean isStopping();

    /**
     * Calls a listener as soon as the program is told to stop. That is before its shutdown event, which comes only when the requests that
     * are under way have ended. Not called where the databases close without such a notice, as in dev mode.
     *
     * @param listener runs once, on a thread that is not the database's; must not throw
     * @return takes the listener back
     */
    Runnable onStopNotice(Runnable listener);
}
