package org.dsa110.contimg.database.internal.sqlite.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes NOT NULL, CHECK and FOREIGN KEY out of a table by writing the statement that makes it anew in SQLite's schema table. SQLite describes
 * this way (ALTER TABLE, section 7, the second procedure) for just these constraints, as they change nothing of what is stored: no row is
 * moved, so that rows, their numbers and storage classes, AUTOINCREMENT, indexes, triggers, views, generated columns and WITHOUT ROWID
 * stay as they are by themselves, and a table of 10^7 rows takes no longer than an empty one. The other procedure, of 12 steps, copies
 * all rows and makes all indexes and triggers anew. What the text then means is compared with what it meant before, first on a copy of
 * the schema in memory.
 *
 * <p>A default is not put in this way, though SQLite allows it: a row that was stored before its column was added by ALTER TABLE ends
 * before it, and would from then on have the default for its value instead of NULL.
 *
 * @param before the text that is to be there
 * @param nullable the columns that lose their NOT NULL, in lower case
 * @param references how many foreign keys are taken out
 */
record TextEdit(String table, String before, String after, Set<String> nullable, int references) {
    /** @throws SQLException if the table is not as planned, before or afterwards */
    void apply(Connection connection) throws SQLException {
        List<String> expected = form(connection, true);
        int left = references(connection) - references;
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA writable_schema = ON");
            try {
                write(connection);
                long version;
                try (ResultSet row = statement.executeQuery("PRAGMA schema_version")) {
                    version = row.getLong(1);
                }
                statement.executeUpdate("PRAGMA schema_version = " + (version + 1));
            } finally {
                statement.executeUpdate("PRAGMA writable_schema = OFF");
            }
        }
        if (!form(connection, false).equals(expected) || references(connection) != left) {
            throw new SQLException("the statement that makes table " + table + " is not understood");
        }
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ? AND sql = ?")) {
            update.setString(1, after);
            update.setString(2, table);
            update.setString(3, before);
            if (update.executeUpdate() != 1) {
                throw new SQLException("table " + table + " was changed meanwhile");
            }
        }
    }

    /** Its columns and unique keys in their order, in words. */
    private List<String> form(Connection connection, boolean planned) throws SQLException {
        List<String> form = new ArrayList<>();
        for (Table.Column column : Table.all(connection).get(Table.lower(table)).columns().values()) {
            boolean notNull = column.notNull() && !(planned && nullable.contains(Table.lower(column.name())));
            form.add(List.of(column.name(), column.type(), notNull, String.valueOf(column.fallback()), column.key(),
                    column.computed()).toString());
        }
        try (PreparedStatement list = connection.prepareStatement("SELECT l.name || ' ' || l.\"unique\" || l.origin"
                + " || l.partial || x.seqno || ' ' || x.cid || ' ' || x.\"desc\" || ' ' || coalesce(x.coll, '')"
                + " FROM pragma_index_list(?, 'main') l, pragma_index_xinfo(l.name, 'main') x ORDER BY l.name, x.seqno")) {
            list.setString(1, table);
            try (ResultSet rows = list.executeQuery()) {
                while (rows.next()) {
                    form.add(rows.getString(1));
                }
            }
        }
        return form;
    }

    private int references(Connection connection) throws SQLException {
        try (PreparedStatement list = connection
                .prepareStatement("SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?, 'main')")) {
            list.setString(1, table);
            try (ResultSet row = list.executeQuery()) {
                return row.getInt(1);
            }
        }
    }
}
