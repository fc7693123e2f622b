package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows that refer to rows which are not there, as programs leave them that run without foreign keys. They stay. Not thread-safe. */
final class Orphans {
    private final Connection connection;
    private final List<String> lines = new ArrayList<>();

    Orphans(Connection connection) {
        this.connection = connection;
    }

    /**
     * A line for each foreign key that rows break.
     *
     * @throws SQLException also if there is a foreign key that cannot be checked
     */
    List<String> all() throws SQLException {
        for (Table table : Table.all(connection).values()) {
            count(table);
        }
        return lines;
    }

    /** The same before those that cannot be checked are taken out: without the tables that have one. */
    List<String> ofTheRest() throws SQLException {
        for (Table table : Table.all(connection).values()) {
            try {
                count(table);
            } catch (SQLException notNow) {
                lines.add("rows of table " + table.name() + " that refer to missing ones are not counted yet");
            }
        }
        return lines;
    }

    private void count(Table table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT c.parent, c.number,"
                + " (SELECT group_concat(l.\"from\", ', ') FROM pragma_foreign_key_list(?, 'main') l WHERE l.id = c.fkid) AS names"
                + " FROM (SELECT parent, fkid, count(*) AS number FROM pragma_foreign_key_check(?, 'main') GROUP BY 1, 2) c"
                + " WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = c.parent COLLATE NOCASE)"
                + " ORDER BY 1, 3")) {
            statement.setString(1, table.name());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getLong(2) + " rows of table " + table.name() + " refer by " + rows.getString(3)
                            + " to rows of table " + rows.getString(1) + " that are not there");
                }
            }
        }
    }
}
