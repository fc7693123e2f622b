package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.dsa110.contimg.database.internal.sqlite.alter.Clause.Kind;
import org.jboss.logging.Logger;

/**
 * Adds a foreign key, or puts it in the place of one of the same columns by which something else becomes of rows whose parent goes. Rows that
 * have no parent stay, as other programs write with foreign keys off; how many there are is said in the log.
 *
 * @param constraint from FOREIGN KEY on
 */
record ReferenceAddition(String table, String constraint) implements TableChange {
    private static final Logger LOG = Logger.getLogger(ReferenceAddition.class);

    @Override
    public void run(Connection connection) throws SQLException {
        TableText text = TableText.ofFile(Pragmas.needed(connection, table));
        Map<String, String> expected = Pragmas.references(connection, table);
        Map<String, String> wanted = wanted(connection);
        if (expected.entrySet().containsAll(wanted.entrySet())) {
            return;
        }
        boolean isThere = expected.keySet().containsAll(wanted.keySet());
        expected.putAll(wanted);
        new TableRebuild(connection, table).run(isThere ? replaced(text) : added(text.without(List.of())));
        if (!Pragmas.references(connection, table).equals(expected)) {
            throw Pragmas.refusal("table " + table + " would lose a foreign key by " + constraint);
        }
        long orphans = orphans(connection);
        if (orphans > 0) {
            LOG.warnf("table %s has %d rows without a parent by its foreign keys; they stay", table, orphans);
        }
    }

    private String added(String statement) throws SQLException {
        return new StringBuilder(statement).insert(TableText.ofFile(statement).bodyEnd(), ", " + constraint).toString();
    }

    private String replaced(TableText text) throws SQLException {
        Clause wanted = TableText.ofFile("CREATE TABLE t (c, " + constraint + ")").clauses(Kind.FOREIGN_KEY).get(0);
        return added(text.without(text.clauses(Kind.FOREIGN_KEY).stream()
                .filter(clause -> clause.parent().equalsIgnoreCase(wanted.parent())
                        && lower(clause.columns()).equals(lower(wanted.columns())))
                .toList()));
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** As SQLite understands the constraint, on a table that has nothing else. */
    private Map<String, String> wanted(Connection connection) throws SQLException {
        String columns = String.join(", ", Pragmas.list(connection,
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_xinfo(?, 'main')", table));
        String scratch = "contimg reference";
        Pragmas.execute(connection,
                "CREATE TABLE " + Pragmas.quoted(scratch) + " (" + columns + ", " + constraint + ")");
        Map<String, String> wanted = Pragmas.references(connection, scratch);
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
