package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/** What a statement does to one table of a file, however that looks there. Thread-safe. */
public interface TableChange {
    /**
     * Does it, within a transaction of the caller, or nothing where it is done.
     *
     * @param connection one that does not enforce foreign keys
     * @throws SQLException when it cannot be done; the transaction is to be undone then
     */
    void run(Connection connection) throws SQLException;
}
