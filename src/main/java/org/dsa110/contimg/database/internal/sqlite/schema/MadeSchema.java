package org.dsa110.contimg.database.internal.sqlite.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.internal.sqlite.alter.AlterStatement;
import org.dsa110.contimg.database.internal.sqlite.schema.SchemaParts.Part;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * What migrations make, found by running them in memory: so there is no second list that could differ from them. Thread-safe.
 */
public final class MadeSchema {
    private static final Pattern FILL = Pattern.compile("(?i)INSERT\\s+INTO\\s+(\\w+)\\b.*\\bSELECT\\b.*",
            Pattern.DOTALL);
    private static final Pattern CHANGE = Pattern.compile("(?i)\\b(?:INTO|UPDATE|DELETE\\s+FROM)\\s+(\\w+)");

    private final List<String> statements;
    private final SchemaParts parts;
    private final byte[] image;
    private final Map<String, String> fills = new HashMap<>();
    /** By table, then by column. */
    private final Map<String, Map<String, ColumnFill>> columnFills = new HashMap<>();

    /**
     * @param scripts the texts of the migrations, in the order in which they are run
     * @throws DatabaseException STATEMENT when they cannot be run
     */
    public MadeSchema(List<String> scripts) {
        statements = scripts.stream().flatMap(script -> SqlScript.statements(script).stream()).toList();
        for (String statement : statements) {
            String filled = filled(statement);
            if (filled != null) {
                fills.put(filled, statement);
            }
            ColumnFill column = ColumnFill.of(statement);
            if (column != null) {
                columnFills.computeIfAbsent(column.table(), table -> new LinkedHashMap<>()).put(column.column(),
                        column);
            }
        }
        try (Connection model = run()) {
            parts = SchemaParts.read(model);
            image = model.unwrap(SQLiteConnection.class).serialize("main");
        } catch (SQLException e) {
            throw new DatabaseException(DatabaseException.Kind.STATEMENT,
                    "the migrations cannot be run in memory: " + e.getMessage(), e);
        }
    }

    /** The names of all tables and views. */
    Set<String> tables() {
        return parts.parts().values().stream().filter(part -> part.type().equals("table") || part.type().equals("view"))
                .map(Part::name).collect(Collectors.toCollection(TreeSet::new));
    }

    SchemaParts parts() {
        return parts;
    }

    /** A database in memory as the migrations make it; the caller closes it. Its image is copied, as to run them takes many times as long. */
    public Connection model() throws SQLException {
        Connection connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties());
        try {
            connection.unwrap(SQLiteConnection.class).deserialize("main", image);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection run() throws SQLException {
        Connection connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties());
        try (Statement run = connection.createStatement()) {
            run.executeUpdate("BEGIN");
            for (String statement : statements) {
                AlterStatement.run(connection, statement);
            }
            run.executeUpdate("COMMIT");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The tables that triggers keep. */
    public Set<String> kept() {
        return parts.parts().values().stream().filter(part -> part.type().equals("trigger"))
                .flatMap(trigger -> kept(trigger).stream()).map(table -> table.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The table that a statement fills from others, in lower case; null where it is another. */
    static String filled(String statement) {
        Matcher fill = FILL.matcher(statement);
        return fill.matches() ? fill.group(1).toLowerCase(Locale.ROOT) : null;
    }

    /** The tables that a trigger changes, but for the one that it is on: there it completes the row that fired it. */
    Set<String> kept(Part trigger) {
        Set<String> tables = new TreeSet<>();
        Matcher changes = CHANGE.matcher(trigger.sql());
        while (changes.find()) {
            // What follows UPDATE may be OF, ON or SET too.
            Part table = parts.parts().get(changes.group(1).toLowerCase(Locale.ROOT));
            if (table != null && table.type().equals("table") && !table.name().equalsIgnoreCase(trigger.table())) {
                tables.add(table.name());
            }
        }
        return tables;
    }

    /** The statements by which migrations fill those of the tables that triggers keep which they fill at all, by table in lower case. */
    public Map<String, String> fillsOfKept() {
        Map<String, String> ofKept = new HashMap<>(fills);
        ofKept.keySet().retainAll(kept());
        return ofKept;
    }

    /** The statement by which the last migration that did so filled an empty table from others; null where none did. */
    String fill(String table) {
        return fills.get(table.toLowerCase(Locale.ROOT));
    }

    /** The statements by which migrations gave columns of a table a value where they had none, by column in lower case. */
    Map<String, ColumnFill> columnFills(String table) {
        return columnFills.getOrDefault(table.toLowerCase(Locale.ROOT), Map.of());
    }
}
