package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/** Renames a column, in the triggers, views and indexes that name it too. */
record ColumnRename(String table, String from, String to, boolean ifThere) implements TableChange {
    @Override
    public void run(Connection connection) throws SQLException {
        if (ifThere && !Pragmas.hasColumn(connection, table, from)) {
            return;
        }
        // Otherwise SQLite would refuse it wherever a view of another program is broken, whatever that is about.
        Pragmas.with(connection, "writable_schema",
                () -> Pragmas.execute(connection, "ALTER TABLE " + Pragmas.quoted(table) + " RENAME COLUMN "
                        + Pragmas.quoted(from) + " TO " + Pragmas.quoted(to)));
    }
}
