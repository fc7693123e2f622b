package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/** Renames a table, in the triggers, views, indexes and foreign keys that name it too. */
record TableRename(String from, String to) implements TableChange {
    @Override
    public void run(Connection connection) throws SQLException {
        Pragmas.rename(connection, "ALTER TABLE " + Pragmas.quoted(from) + " RENAME TO " + Pragmas.quoted(to));
    }
}
