package org.dsa110.contimg.database.internal.sqlite;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses the SQL by which a unit of work would begin or end the transaction that it shares with others. Statements of a text are told
 * apart as SQLite does it: at semicolons outside of quotes and comments.
 */
final class TransactionSql {
    private static final Set<String> REFUSED = Set.of("BEGIN", "COMMIT", "END", "ROLLBACK");

    private final String sql;
    private int at;

    private TransactionSql(String sql) {
        this.sql = sql;
    }

    /** @throws SQLException if a statement of the text begins or ends a transaction */
    static void refuse(String sql) throws SQLException {
        if (sql != null && new TransactionSql(sql).any()) {
            throw refusal();
        }
    }

    static SQLException refusal() {
        return new SQLException("a unit of work runs in a transaction that is not its own to begin or end");
    }

    private boolean any() {
        boolean trigger = false;
        while (at < sql.length()) {
            String keyword = keyword();
            if (trigger) {
                // Its body has semicolons of its own, and ends with an END.
                trigger = !keyword.equals("END");
            } else if (REFUSED.contains(keyword) && !(keyword.equals("ROLLBACK") && undoesToSavepoint())) {
                return true;
            } else {
                trigger = keyword.equals("CREATE") && createsTrigger();
            }
            skipStatement();
        }
        return false;
    }

    private boolean undoesToSavepoint() {
        String next = keyword();
        return next.equals("TO") || next.equals("TRANSACTION") && keyword().equals("TO");
    }

    private boolean createsTrigger() {
        String next = keyword();
        return next.equals("TRIGGER") || next.startsWith("TEMP") && keyword().equals("TRIGGER");
    }

    /** The next word in upper case; empty where something else comes next. */
    private String keyword() {
        skipSpace();
        int start = at;
        while (at < sql.length() && Character.isLetter(sql.charAt(at))) {
            at++;
        }
        return sql.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private void skipSpace() {
        int before;
        do {
            before = at;
            while (at < sql.length() && (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == '\ufeff')) {
                at++;
            }
            skipComment();
        } while (at > before);
    }

    private void skipStatement() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            switch (c) {
                case ';' -> {
                    at++;
                    return;
                }
                case '\'', '"', '`' -> skipTo(String.valueOf(c), at + 1);
                case '[' -> skipTo("]", at + 1);
                default -> {
                    int before = at;
                    skipComment();
                    if (at == before) {
                        at++;
                    }
                }
            }
        }
    }

    private void skipComment() {
        if (sql.startsWith("--", at)) {
            skipTo("\n", at);
        } else if (sql.startsWith("/*", at)) {
            skipTo("*/", at + 2);
        }
    }

    private void skipTo(String end, int from) {
        int found = sql.indexOf(end, from);
        at = found < 0 ? sql.length() : found + end.length();
    }
}
