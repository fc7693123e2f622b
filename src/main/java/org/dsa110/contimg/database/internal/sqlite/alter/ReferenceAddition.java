package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jboss.logging.Logger;

/**
 * Adds a foreign key. Rows that have no parent stay, as other programs write with foreign keys off; how many there are is said in the log.
 *
 * @param constraint from FOREIGN KEY on
 */
record ReferenceAddition(String table, String constraint) implements TableChange {
    private static final Logger LOG = Logger.getLogger(ReferenceAddition.class);

    @Override
    public void run(Connection connection) throws SQLException {
        String statement = Pragmas.needed(connection, table);
        StringBuilder text = new StringBuilder(statement);
        text.insert(new TableText(statement).bodyEnd(), ", " + constraint);
        List<String> wanted = wanted(connection);
        if (Pragmas.references(connection, table).containsAll(wanted)) {
            return;
        }
        new TableRebuild(connection, table).run(text.toString());
        long orphans = orphans(connection);
        if (orphans > 0) {
            LOG.warnf("table %s has %d rows without a parent by its foreign keys; they stay", table, orphans);
        }
    }

    /** As SQLite understands the constraint, on a table that has nothing else. */
    private List<String> wanted(Connection connection) throws SQLException {
        String columns = String.join(", ", Pragmas.list(connection,
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_xinfo(?, 'main')", table));
        String scratch = "contimg reference";
        Pragmas.execute(connection,
                "CREATE TABLE " + Pragmas.quoted(scratch) + " (" + columns + ", " + constraint + ")");
        List<String> wanted = Pragmas.references(connection, scratch);
        Pragmas.execute(connection, "DROP TABLE " + Pragmas.quoted(scratch));
        return wanted;
    }

    /** @throws SQLException when SQLite cannot check one, as its parent is no unique key */
    private long orphans(Connection connection) throws SQLException {
        long orphans = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("PRAGMA main.foreign_key_check(" + Pragmas.quoted(table) + ")")) {
            while (rows.next()) {
                orphans++;
            }
        }
        return orphans;
    }
}
