package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.internal.sqlite.alter.AlterStatement;

/**
 * The statements of migrations that are still to be run on a file, one by one: what another program has done to the file already, such as
 * adding a column of the same name, cannot be done again. Adoption then makes of the file what they would have made, and by its own rules
 * the indexes, triggers and views, which are left to it. Thread-safe.
 */
public final class PendingStatements {
    private static final Pattern SCHEMA = Pattern.compile("(?i)(CREATE|ALTER|DROP)\\b.*", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("(?i)CREATE\\s+(UNIQUE\\s+)?(INDEX|TRIGGER|VIEW)\\b.*",
            Pattern.DOTALL);
    private static final int SHOWN = 120;

    private final List<String> statements;
    private final Set<String> kept;

    /**
     * @param scripts the texts of the migrations, in the order in which they are run
     * @param kept the tables that triggers keep, in lower case: they are filled with these
     */
    public PendingStatements(List<String> scripts, Set<String> kept) {
        this.kept = kept;
        this.statements = scripts.stream().flatMap(script -> SqlScript.statements(script).stream()).toList();
    }

    public boolean isEmpty() {
        return statements.isEmpty();
    }

    /** Why they cannot be run one after the other as they are; null where they can. The connection is left somewhere between. */
    public String obstacle(Connection connection) throws SQLException {
        for (String sql : statements) {
            try {
                AlterStatement.run(connection, sql);
            } catch (SQLException e) {
                if (!Refusal.isOfTheDatabase(e)) {
                    throw e;
                }
                return words(sql, e);
            }
        }
        return null;
    }

    /**
     * Runs what can be run, in the transaction of the caller.
     *
     * @param others the columns that were there before, by table, in lower case: what is empty in them stays so
     * @return what was left out, and why
     * @throws SQLException if one fails that changes rows otherwise than by giving an empty column its values
     */
    public List<String> run(Connection connection, Map<String, Set<String>> others) throws SQLException {
        List<String> leftOut = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                ColumnFill fill = ColumnFill.of(sql);
                if (isLeft(sql, fill, others)) {
                    continue;
                }
                statement.executeUpdate("SAVEPOINT pending");
                try {
                    AlterStatement.run(connection, fill == null ? sql : fill.on(connection));
                } catch (SQLException e) {
                    if (!Refusal.isOfTheDatabase(e) || fill == null && !SCHEMA.matcher(sql).matches()) {
                        throw e;
                    }
                    statement.executeUpdate("ROLLBACK TO pending");
                    leftOut.add(words(sql, e));
                }
                statement.executeUpdate("RELEASE pending");
            }
        }
        return leftOut;
    }

    /** Whether adoption does it by itself, or it would write into what is another program's. */
    private boolean isLeft(String sql, ColumnFill fill, Map<String, Set<String>> others) {
        String filled = MadeSchema.filled(sql);
        return PART.matcher(sql).matches() || filled != null && kept.contains(filled)
                || fill != null && others.getOrDefault(fill.table(), Set.of()).contains(fill.column());
    }

    private static String words(String sql, SQLException e) {
        String line = sql.replaceAll("\\s+", " ");
        return (line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line) + ": " + e.getMessage();
    }
}
