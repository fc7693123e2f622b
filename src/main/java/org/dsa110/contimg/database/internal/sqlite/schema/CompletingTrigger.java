package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.dsa110.contimg.database.internal.sqlite.schema.SchemaParts.Part;

/** A trigger that does nothing but give the row that fired it what was left out. Immutable. */
record CompletingTrigger(Part trigger) {

    /**
     * What another program has made of the table that stands against it, in words: no program could add a row any more, or not each that it
     * could add without the trigger; null where there is nothing.
     */
    String obstacle(Connection connection, MadeSchema made) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT name, 'computes column ' || name FROM pragma_table_xinfo(?1) WHERE hidden > 1"
                        + " UNION ALL SELECT \"from\", 'refers to table ' || \"table\" || ' by column ' || \"from\""
                        + " FROM pragma_foreign_key_list(?1)")) {
            statement.setString(1, trigger.table());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (mentions(rows.getString(1))) {
                        return rows.getString(2);
                    }
                }
            }
        }
        Map<String, Set<String>> keys = keys(connection);
        try (Connection model = made.model()) {
            // Those of the migrations it looks at before it sets a column.
            keys.values().removeAll(keys(model).values());
        }
        return keys.values().stream().filter(key -> key.stream().anyMatch(this::sets)).findFirst()
                .map(key -> "has the unique key (" + String.join(", ", key) + ")").orElse(null);
    }

    /** The columns of each unique key and index, in lower case; an expression has no name. */
    private Map<String, Set<String>> keys(Connection connection) throws SQLException {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT list.name, coalesce(info.name, '') FROM pragma_index_list(?) list, pragma_index_info(list.name) info"
                        + " WHERE list.\"unique\"")) {
            statement.setString(1, trigger.table());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                            .add(rows.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return keys;
    }

    private boolean mentions(String column) {
        return matches("\\b" + Pattern.quote(column) + "\\b");
    }

    private boolean sets(String column) {
        return column.isEmpty() || matches("(?:\\bSET|,)\\s*" + Pattern.quote(column) + "\\s*=");
    }

    private boolean matches(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(trigger.sql()).find();
    }
}
