package org.dsa110.contimg.database.internal.sqlite.alter;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.internal.sqlite.alter.Clause.Kind;

/**
 * The statement that makes a table, read for the constraints in it. It follows SQLite's grammar ({@code parse.y}) of CREATE TABLE, in which
 * the commas between the constraints of a table may be missing. Not thread-safe.
 */
public final class TableText {
    private static final Set<String> TABLE_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");
    private static final Set<String> COLUMN_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE",
            "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS");

    private final String sql;
    private final List<Token> tokens;
    private final List<Clause> clauses = new ArrayList<>();
    private final List<ColumnText> columns = new ArrayList<>();
    private Token name;
    private int columnsEnd;
    private int at;

    /**
     * Where a column says what; each place is in the text.
     *
     * @param nameEnd behind its name
     * @param typeEnd behind its type; {@code nameEnd} where it has none
     * @param defaultStart where DEFAULT begins, with its name if it has one; -1 where it has none
     * @param defaultEnd behind its default
     */
    record ColumnText(String name, int nameEnd, int typeEnd, int defaultStart, int defaultEnd) {
        boolean hasDefault() {
            return defaultStart >= 0;
        }
    }

    /** @throws IllegalArgumentException if it is not understood */
    public TableText(String sql) {
        this.sql = sql;
        this.tokens = Token.of(sql);
        try {
            while (!tokens.get(at).is("(")) {
                name = tokens.get(at);
                at++;
            }
            at++;
            while (!isTableConstraint()) {
                column();
                columnsEnd = end();
                if (tokens.get(at).is(")")) {
                    return;
                }
                at++;
            }
            while (!tokens.get(at).is(")")) {
                tableConstraint();
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the statement ends too early: " + sql, e);
        }
    }

    /**
     * The same of a table of a file that is to be changed.
     *
     * @throws SQLException if it is not understood
     */
    static TableText ofFile(String sql) throws SQLException {
        try {
            return new TableText(sql);
        } catch (IllegalArgumentException e) {
            throw Pragmas.refusal(e.getMessage());
        }
    }

    /** All that can be taken out. */
    public List<Clause> clauses() {
        return clauses;
    }

    /** Those of a kind. */
    public List<Clause> clauses(Kind kind) {
        return clauses.stream().filter(clause -> clause.kind() == kind).toList();
    }

    /** Its columns in their order. */
    List<ColumnText> columns() {
        return columns;
    }

    /** The last word before the parenthesis: the name of the table. */
    Token name() {
        return name;
    }

    /** Behind the last column, where another can stand. */
    int columnsEnd() {
        return columnsEnd;
    }

    /** Behind the last column or constraint, where another constraint can stand. */
    int bodyEnd() {
        return end();
    }

    /** The statement without some of its constraints. */
    public String without(Collection<Clause> out) {
        StringBuilder text = new StringBuilder(sql);
        out.stream().sorted(Comparator.comparingInt(Clause::start).reversed())
                .forEach(clause -> text.replace(cutFrom(clause, out), clause.end(), " "));
        return text.toString();
    }

    /** With the comma before it, unless that now divides what is before it from what comes after it without one. */
    private int cutFrom(Clause clause, Collection<Clause> out) {
        int next = behind(clause.end());
        boolean cut = true;
        while (cut) {
            cut = false;
            for (Clause other : out) {
                if (other.start() == tokens.get(next).start()) {
                    next = behind(other.end());
                    cut = true;
                }
            }
        }
        int first = behind(clause.start());
        boolean divided = tokens.get(next).is(",") || tokens.get(next).is(")");
        return divided && tokens.get(first - 1).is(",") ? tokens.get(first - 1).start() : clause.start();
    }

    /** The first token that begins at a place of the text or behind it. */
    private int behind(int place) {
        int token = 0;
        while (tokens.get(token).start() < place) {
            token++;
        }
        return token;
    }

    private boolean isTableConstraint() {
        return TABLE_CONSTRAINTS.contains(tokens.get(at).text().toUpperCase(Locale.ROOT));
    }

    private boolean take(String keyword) {
        if (tokens.get(at).is(keyword)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean peek(String keyword, String second) {
        return tokens.get(at).is(keyword) && tokens.get(at + 1).is(second);
    }

    private int end() {
        return tokens.get(at - 1).end();
    }

    /** Goes behind the parenthesis that closes the one here. */
    private void parentheses() {
        int depth = 0;
        do {
            depth += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    private void conflict() {
        if (peek("ON", "CONFLICT")) {
            at += 3;
        }
    }

    private void column() {
        String column = tokens.get(at++).name();
        int nameEnd = end();
        type();
        int typeEnd = end();
        int defaultStart = -1;
        int defaultEnd = -1;
        int named = -1;
        while (!tokens.get(at).is(",") && !tokens.get(at).is(")")) {
            int start = named < 0 ? tokens.get(at).start() : named;
            named = -1;
            if (tokens.get(at).is("CONSTRAINT")) {
                named = start;
                at += 2;
            } else if (peek("NOT", "NULL")) {
                at += 2;
                conflict();
                clauses.add(new Clause(Kind.NOT_NULL, start, end(), List.of(column), null, ""));
            } else if (tokens.get(at).is("CHECK")) {
                check(start);
            } else if (tokens.get(at).is("REFERENCES")) {
                reference(start, List.of(column));
            } else if (take("DEFAULT")) {
                value();
                defaultStart = start;
                defaultEnd = end();
            } else if (take("PRIMARY") || take("UNIQUE") || take("NULL")) {
                take("KEY");
                conflict();
            } else if (take("COLLATE")) {
                at++;
            } else if (tokens.get(at).is("(")) {
                parentheses();
            } else {
                // A word of AUTOINCREMENT, of GENERATED ALWAYS AS.
                at++;
            }
        }
        columns.add(new ColumnText(column, nameEnd, typeEnd, defaultStart, defaultEnd));
    }

    private void type() {
        while (!tokens.get(at).is(",") && !tokens.get(at).is(")")
                && !COLUMN_CONSTRAINTS.contains(tokens.get(at).text().toUpperCase(Locale.ROOT))) {
            if (tokens.get(at).is("(")) {
                parentheses();
            } else {
                at++;
            }
        }
    }

    private void value() {
        if (tokens.get(at).is("(")) {
            parentheses();
            return;
        }
        while (tokens.get(at).is("+") || tokens.get(at).is("-")) {
            at++;
        }
        at++;
    }

    private void tableConstraint() {
        int start = tokens.get(at).start();
        if (take("CONSTRAINT")) {
            at++;
        }
        if (tokens.get(at).is("CHECK")) {
            check(start);
        } else if (take("FOREIGN")) {
            at++;
            reference(start, null);
        } else if (take("PRIMARY") || take("UNIQUE")) {
            take("KEY");
            parentheses();
            conflict();
        } else if (!tokens.get(at).is(",") && !tokens.get(at).is(")") && !isTableConstraint()) {
            throw new IllegalArgumentException("not understood at " + tokens.get(at).text() + ": " + sql);
        }
        take(",");
    }

    private void check(int start) {
        int from = ++at;
        parentheses();
        List<String> names = tokens.subList(from, at).stream().filter(Token::isName).map(Token::name).toList();
        String expression = sql.substring(tokens.get(from).start(), end());
        conflict();
        clauses.add(new Clause(Kind.CHECK, start, end(), names, null, expression));
    }

    /** @param columns of the child; null where they come first */
    private void reference(int start, List<String> columns) {
        List<String> child = columns;
        if (child == null) {
            int from = at;
            parentheses();
            child = tokens.subList(from, at).stream().filter(Token::isName).map(Token::name)
                    .collect(Collectors.toList());
        }
        int from = tokens.get(at++).start();
        String parent = tokens.get(at++).name();
        if (tokens.get(at).is("(")) {
            parentheses();
        }
        while (true) {
            if (tokens.get(at).is("ON") && !tokens.get(at + 1).is("CONFLICT")) {
                at += tokens.get(at + 2).is("SET") || tokens.get(at + 2).is("NO") ? 4 : 3;
            } else if (take("MATCH") || take("INITIALLY")) {
                at++;
            } else if (peek("NOT", "DEFERRABLE")) {
                at += 2;
            } else if (!take("DEFERRABLE")) {
                break;
            }
        }
        clauses.add(new Clause(Kind.FOREIGN_KEY, start, end(), child, parent, sql.substring(from, end())));
    }
}
