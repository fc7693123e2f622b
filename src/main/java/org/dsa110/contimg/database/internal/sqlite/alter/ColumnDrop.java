package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/** Drops a column that is there; SQLite refuses it while a trigger, a view, an index or a constraint needs it. */
record ColumnDrop(String table, String column) implements TableChange {
    @Override
    public void run(Connection connection) throws SQLException {
        if (Pragmas.hasColumn(connection, table, column)) {
            Pragmas.execute(connection,
                    "ALTER TABLE " + Pragmas.quoted(table) + " DROP COLUMN " + Pragmas.quoted(column));
        }
    }
}
