package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import org.dsa110.contimg.database.internal.sqlite.alter.TableText.ColumnText;

/**
 * Changes the type or the default of a column. Values become what SQLite makes of them by the new type; a default is for rows to come.
 *
 * @param what the column of {@code pragma_table_xinfo} that says it
 * @param sql the new type or default; null for none
 */
record ColumnEdit(String table, String column, String what, String sql) implements TableChange {
    private static final String TYPE = "type";
    private static final String DEFAULT = "dflt_value";

    static ColumnEdit type(String table, String column, String type) {
        return new ColumnEdit(table, column, TYPE, type);
    }

    static ColumnEdit fallback(String table, String column, String value) {
        return new ColumnEdit(table, column, DEFAULT, value);
    }

    @Override
    public void run(Connection connection) throws SQLException {
        String statement = Pragmas.needed(connection, table);
        List<String> now = Pragmas.list(connection,
                "SELECT " + what + " FROM pragma_table_xinfo(?, 'main') WHERE name = ? COLLATE NOCASE", table, column);
        if (now.isEmpty()) {
            throw new SQLException("table " + table + " has no column " + column);
        }
        if (!Objects.equals(now.get(0), sql)) {
            new TableRebuild(connection, table).run(edited(statement));
        }
    }

    private String edited(String statement) throws SQLException {
        for (ColumnText text : text(statement).columns()) {
            if (!text.name().equalsIgnoreCase(column)) {
                continue;
            }
            StringBuilder edited = new StringBuilder(statement);
            if (what.equals(TYPE)) {
                edited.replace(text.nameEnd(), text.typeEnd(), " " + sql);
            } else if (text.hasDefault()) {
                edited.replace(text.defaultStart(), text.defaultEnd(), sql == null ? "" : "DEFAULT " + sql);
            } else {
                edited.insert(text.typeEnd(), " DEFAULT " + sql);
            }
            return edited.toString();
        }
        throw new SQLException("column " + column + " is not found in the statement that makes table " + table);
    }

    private static TableText text(String statement) throws SQLException {
        try {
            return new TableText(statement);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
