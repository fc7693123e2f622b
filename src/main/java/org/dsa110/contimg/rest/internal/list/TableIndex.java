package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.internal.table.ColumnDescription;
import org.dsa110.contimg.rest.internal.table.RowsDescription;

/**
 * An index of a table, as SQLite describes it. Immutable and thread-safe.
 *
 * @param columns the names of its columns in order, up to the first that is an expression
 */
record TableIndex(String name, List<String> columns) {
    /** What SQLite says of an index that cannot be used, as for a filter that compares by another collation. */
    private static final String UNUSABLE = "no query solution";

    private static final String OF_COLUMN = """
        SELECT indexes.name, columns.name FROM pragma_index_list(?, 'main') AS indexes
        JOIN pragma_index_xinfo(indexes.name, 'main') AS columns
        WHERE NOT indexes.partial AND columns.seqno = 0 AND columns.coll = 'BINARY' COLLATE NOCASE
          AND columns.name = ? COLLATE NOCASE
        LIMIT 1""";
    /** The one with the longest name first. */
    private static final String NAMED = """
        SELECT indexes.name, columns.name FROM pragma_index_list(?1, 'main') AS indexes
        JOIN pragma_index_info(indexes.name, 'main') AS columns
        WHERE ?2 = indexes.name OR substr(?2, 1, length(indexes.name) + 2) = indexes.name || ' ('
        ORDER BY length(indexes.name) DESC, columns.seqno""";

    /** One by whose first column texts are compared byte by byte, and that has all rows; null where there is none. */
    static TableIndex of(Connection connection, RowsDescription table, ColumnDescription column) throws SQLException {
        return first(connection, OF_COLUMN, table, column.name());
    }

    /**
     * The one that a text begins with.
     *
     * @param text its name, or that and what is looked up in it in parentheses, as {@link QueryPlan} has it; null for none
     * @return null where the table has none of that name
     */
    static TableIndex named(Connection connection, RowsDescription table, String text) throws SQLException {
        return text == null ? null : first(connection, NAMED, table, text);
    }

    private static TableIndex first(Connection connection, String sql, RowsDescription table, String text)
            throws SQLException {
        if (!table.isStored()) {
            return null;
        }
        try (PreparedStatement statement = Statements.prepare(connection, sql, table.name(), text);
                ResultSet row = statement.executeQuery()) {
            String name = null;
            List<String> columns = new ArrayList<>();
            while (row.next() && (name == null || name.equals(row.getString(1))) && row.getString(2) != null) {
                name = row.getString(1);
                columns.add(row.getString(2));
            }
            return name == null ? null : new TableIndex(name, List.copyOf(columns));
        }
    }

    /** What stands behind a table in a statement that is to read it by this index. */
    String hint() {
        return " INDEXED BY \"" + name.replace("\"", "\"\"") + '"';
    }

    /** Whether it finds no more rows than so many; false where it cannot look for such rows. */
    boolean findsAtMost(long most, Connection connection, RowsDescription table, Condition condition)
            throws SQLException {
        List<Object> bound = new ArrayList<>(condition.values());
        bound.add(most + 1);
        try {
            return count(connection,
                    "SELECT 1 FROM " + table.rows() + hint() + " WHERE " + condition.sql() + " LIMIT ?", bound) <= most;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains(UNUSABLE)) {
                return false;
            }
            throw e;
        }
    }

    /** How many rows a SELECT has. */
    static long count(Connection connection, String select, List<Object> values) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, "SELECT count(*) FROM (" + select + ")",
                values);
                ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getLong(1);
        }
    }
}
