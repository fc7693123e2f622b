package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
            throw Pragmas.refusal("table " + table + " has no column " + column);
        }
        if (!meaning(now.get(0)).equals(meaning(sql))) {
            new TableRebuild(connection, table).run(edited(statement));
        }
    }

    private String edited(String statement) throws SQLException {
        for (ColumnText text : TableText.ofFile(statement).columns()) {
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
        throw Pragmas.refusal("column " + column + " is not found in the statement that makes table " + table);
    }

    /** The words of a type or a default, which say the same in parentheses; null has none. */
    private List<String> meaning(String text) {
        List<String> words = text == null
                ? List.of()
                : Token.of(text).stream().map(token -> what.equals(TYPE) ? token.normal() : token.text()).toList();
        while (isInParentheses(words)) {
            words = words.subList(1, words.size() - 1);
        }
        return words;
    }

    /** Whether the first of the words is closed by the last. */
    private static boolean isInParentheses(List<String> words) {
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth <= 0) {
                return i > 0 && i == words.size() - 1;
            }
        }
        return false;
    }
}
