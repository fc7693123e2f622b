package org.dsa110.contimg.database.internal.sqlite.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Divides the text of a migration into its statements, as the driver runs the first of several only. The end of a trigger is found as
 * SQLite's own shell finds it ({@code sqlite3_complete}): an END that stands by itself behind a semicolon.
 */
final class SqlScript {
    private static final Pattern TRIGGER = Pattern.compile("(?i)CREATE\\s+(TEMP\\s+|TEMPORARY\\s+)?TRIGGER\\b");
    private static final Pattern TRIGGER_END = Pattern.compile("(?i).*;\\s*END\\s*", Pattern.DOTALL);

    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    /** The statements in their order, without what is between them: comments, blanks, the semicolon at their end. */
    static List<String> statements(String text) {
        SqlScript script = new SqlScript(text);
        while (script.at < text.length()) {
            script.step();
        }
        script.end();
        return script.statements;
    }

    private void step() {
        char c = text.charAt(at);
        boolean begun = !statement.isEmpty();
        if (text.startsWith("--", at)) {
            skip("\n", at, begun);
        } else if (text.startsWith("/*", at)) {
            skip("*/", at + 2, begun);
        } else if (c == '\'' || c == '"' || c == '`') {
            skip(String.valueOf(c), at + 1, true);
        } else if (c == '[') {
            skip("]", at + 1, true);
        } else if (c == ';' && !inTrigger()) {
            at++;
            end();
        } else {
            if (begun || !Character.isWhitespace(c)) {
                statement.append(c);
            }
            at++;
        }
    }

    /** Whether a semicolon here is one of those within a trigger. */
    private boolean inTrigger() {
        return TRIGGER.matcher(statement).lookingAt() && !TRIGGER_END.matcher(statement).matches();
    }

    /** Goes behind the next end, and keeps what is skipped where it belongs to the statement. */
    private void skip(String end, int from, boolean keep) {
        int found = text.indexOf(end, from);
        int next = found < 0 ? text.length() : found + end.length();
        if (keep) {
            statement.append(text, at, next);
        }
        at = next;
    }

    private void end() {
        if (!statement.isEmpty()) {
            statements.add(statement.toString().strip());
        }
        statement.setLength(0);
    }
}
