package org.dsa110.contimg.rest.internal.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.Statements;

/**
 * How SQLite reads what a statement asks for: the steps that it says. Immutable and thread-safe.
 *
 * @param steps in the words of the SQLite that the driver brings; never empty
 */
record QueryPlan(List<String> steps) {
    private static final Pattern BY_INDEX = Pattern.compile("(?:SCAN|SEARCH) \\S+ USING (?:COVERING )?INDEX (.+)",
            Pattern.DOTALL);
    private static final Pattern BY_KEY = Pattern
            .compile("(?:SCAN \\S+|SEARCH \\S+ USING (?:INTEGER )?PRIMARY KEY .+)", Pattern.DOTALL);
    private static final String SORTED = "USE TEMP B-TREE FOR ORDER BY";

    static QueryPlan of(Connection connection, String sql, List<Object> values) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (PreparedStatement statement = Statements.prepare(connection, "EXPLAIN QUERY PLAN " + sql, values);
                ResultSet step = statement.executeQuery()) {
            while (step.next()) {
                steps.add(step.getString(4));
            }
        }
        return new QueryPlan(List.copyOf(steps));
    }

    /** Whether rows of one table are read, and all of them sorted before there is a first one. */
    boolean isSorted() {
        return steps.size() == 2 && steps.get(1).equals(SORTED);
    }

    /** Whether rows of one table are read, and taken as they come. */
    boolean isInOrder() {
        return steps.size() == 1;
    }

    /** Whether the first step reads the table itself, all of it or from a value of its key on. */
    boolean isByKey() {
        return BY_KEY.matcher(steps.get(0)).matches();
    }

    /** The index that the first step reads, and behind its name what is looked up in it in parentheses; null where it reads none. */
    String index() {
        Matcher matcher = BY_INDEX.matcher(steps.get(0));
        return matcher.matches() ? matcher.group(1) : null;
    }
}
