package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * An ALTER TABLE of a migration that SQLite does not know, in the words of PostgreSQL: ADD COLUMN IF NOT EXISTS, RENAME COLUMN IF EXISTS,
 * DROP COLUMN IF EXISTS, ALTER COLUMN TYPE, SET DEFAULT, DROP DEFAULT, ADD FOREIGN KEY. It is done on the table as it is in the file, with
 * what other programs have added to it; a rebuild that was written out as SQL would make the table of one file out of that of another.
 * Where what it asks for is there already it does nothing, as databases in one file run the migrations of a table that they share one after
 * the other. Within a transaction of the caller. Not thread-safe.
 */
public final class AlterStatement {
    private final String sql;
    private final List<Token> tokens;
    private boolean ifTable;
    private String table;
    private int at;

    private AlterStatement(String sql) {
        this.sql = sql;
        this.tokens = Token.of(sql).stream().filter(token -> !token.is(";")).toList();
    }

    /**
     * Runs a statement of a migration, whether SQLite knows it or not.
     *
     * @param connection in a transaction, or to do each statement by itself; foreign keys are not enforced on it
     */
    public static void run(Connection connection, String sql) throws SQLException {
        Optional<TableChange> change = read(sql);
        if (change.isPresent()) {
            change.get().run(connection);
        } else {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** What a statement asks for; empty where that is for SQLite to do by itself. */
    public static Optional<TableChange> read(String sql) {
        try {
            return Optional.ofNullable(new AlterStatement(sql).read());
        } catch (IndexOutOfBoundsException e) {
            // SQLite says what is wrong with it.
            return Optional.empty();
        }
    }

    private TableChange read() {
        if (!take("ALTER", "TABLE")) {
            return null;
        }
        ifTable = take("IF", "EXISTS");
        table = tokens.get(at++).name();
        if (take("RENAME", "COLUMN")) {
            boolean ifThere = take("IF", "EXISTS");
            String from = tokens.get(at++).name();
            return take("TO") ? change(new ColumnRename(table, from, tokens.get(at).name(), ifThere)) : null;
        } else if (take("RENAME", "TO")) {
            return change(new TableRename(table, tokens.get(at).name()));
        } else if (take("DROP", "COLUMN")) {
            boolean ifThere = take("IF", "EXISTS");
            return ifThere ? change(new ColumnDrop(table, tokens.get(at).name())) : null;
        } else if (take("ADD", "FOREIGN", "KEY")) {
            return change(new ReferenceAddition(table, "FOREIGN KEY " + rest()));
        } else if (take("ADD", "COLUMN", "IF", "NOT", "EXISTS")) {
            return change(new ColumnAddition(table, tokens.get(at).name(), rest()));
        }
        return take("ALTER", "COLUMN") ? column(tokens.get(at++).name()) : null;
    }

    private TableChange column(String column) {
        if (take("TYPE")) {
            return change(ColumnEdit.type(table, column, rest()));
        } else if (take("SET", "DEFAULT")) {
            return change(ColumnEdit.fallback(table, column, rest()));
        } else if (take("DROP", "DEFAULT")) {
            return change(ColumnEdit.fallback(table, column, null));
        }
        return null;
    }

    private TableChange change(TableChange change) {
        return ifTable ? new IfTable(table, change) : change;
    }

    private String rest() {
        return sql.substring(tokens.get(at).start(), tokens.get(tokens.size() - 1).end());
    }

    private boolean take(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }
}
