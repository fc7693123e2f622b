package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement of a migration that gives a column a value where it has none. Thread-safe.
 *
 * @param table in lower case
 * @param column in lower case
 */
record ColumnFill(String table, String column, String sql) {
    private static final Pattern FILL = Pattern.compile(
            "(?i)UPDATE\\s+(\\w+)\\s+SET\\s+(\\w+)\\s*=.*\\bWHERE\\s+\\2\\s+IS\\s+NULL", Pattern.DOTALL);
    private static final Pattern ROW_NUMBER = Pattern.compile("(?i)\\browid\\b");

    /** Null where the statement is another. */
    static ColumnFill of(String sql) {
        Matcher fill = FILL.matcher(sql);
        return fill.matches() ? new ColumnFill(lower(fill.group(1)), lower(fill.group(2)), sql) : null;
    }

    /**
     * The statement for the table as it is in a database: where another program has made it WITHOUT ROWID, its rows are counted by their
     * key instead.
     */
    String on(Connection connection) throws SQLException {
        List<String> key = new ArrayList<>();
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT '\"' || replace(i.name, '\"', '\"\"') || '\"'"
                        + " FROM pragma_table_list l, pragma_table_info(l.name, 'main') i"
                        + " WHERE l.schema = 'main' AND l.name = ? COLLATE NOCASE AND l.wr AND i.pk > 0 ORDER BY i.pk")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    key.add(rows.getString(1));
                }
            }
        }
        if (key.isEmpty()) {
            return sql;
        }
        String columns = String.join(", ", key);
        String number = "(SELECT counted.number FROM (SELECT " + columns + ", row_number() OVER (ORDER BY " + columns
                + ") AS number FROM " + table + ") AS counted WHERE "
                + key.stream().map(column -> "counted." + column + " = " + table + "." + column)
                        .collect(Collectors.joining(" AND "))
                + ")";
        return ROW_NUMBER.matcher(sql).replaceAll(Matcher.quoteReplacement(number));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
