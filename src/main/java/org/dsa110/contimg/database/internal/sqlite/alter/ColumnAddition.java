package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Adds a column that another program may have added already. A default that is computed is given to the rows that are there too, for which
 * the table is made anew.
 *
 * @param definition the column's name and all that follows
 */
record ColumnAddition(String table, String column, String definition) implements TableChange {
    private static final String NOT_CONSTANT = "non-constant default";

    @Override
    public void run(Connection connection) throws SQLException {
        String statement = Pragmas.needed(connection, table);
        if (Pragmas.hasColumn(connection, table, column)) {
            return;
        }
        try {
            Pragmas.execute(connection, "ALTER TABLE " + Pragmas.quoted(table) + " ADD COLUMN " + definition);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains(NOT_CONSTANT)) {
                throw e;
            }
            StringBuilder text = new StringBuilder(statement);
            text.insert(TableText.ofFile(statement).columnsEnd(), ", " + definition);
            new TableRebuild(connection, table).run(text.toString());
        }
    }
}
