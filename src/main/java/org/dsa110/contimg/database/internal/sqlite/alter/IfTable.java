package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/** A change of a table that need not be there. */
record IfTable(String table, TableChange change) implements TableChange {
    @Override
    public void run(Connection connection) throws SQLException {
        if (Pragmas.statement(connection, table) != null) {
            change.run(connection);
        }
    }
}
