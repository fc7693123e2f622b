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
        if (!to.equalsIgnoreCase(from) && Pragmas.hasColumn(connection, table, to)) {
            throw Pragmas.refusal("column " + from + " of table " + table + " cannot be renamed to " + to
                    + ", as there is another column of that name");
        }
        Pragmas.rename(connection, "ALTER TABLE " + Pragmas.quoted(table) + " RENAME COLUMN " + Pragmas.quoted(from)
                + " TO " + Pragmas.quoted(to));
    }
}
