package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsa110.contimg.database.Statements;

/**
 * What other databases are still to hear of a group. It is written in the transaction that ends the conversion, and told afterwards, as
 * often as it takes: so a crash between the two, or a database that cannot be written, loses nothing, and does not touch the group. Each
 * method runs within a unit on ingest and throws what the database throws.
 */
public final class OutboxSql {
    private OutboxSql() {
    }

    /** What is to be told. */
    public enum Kind {
        CONVERTED, GIVEN_UP
    }

    /**
     * One thing to be told. Immutable.
     *
     * @param content JSON, by its kind
     * @param createdAt Unix seconds
     * @param attempts how often telling it has failed
     */
    public record Entry(long id, String groupId, Kind kind, String content, double createdAt, long attempts) {
    }

    /** @param now Unix seconds */
    public static void add(Connection connection, String groupId, Kind kind, String content, double now)
            throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            add(statements, groupId, kind, content, now);
        }
    }

    /** The same, where a unit adds several. */
    public static void add(KeptStatements statements, String groupId, Kind kind, String content, double now)
            throws SQLException {
        statements.change("INSERT INTO queue_outbox (group_id, kind, content, created_at) VALUES (?, ?, ?, ?)",
                groupId, kind.name(), content, now);
    }

    /**
     * The same for several groups.
     *
     * @param contents by group, in the order in which they are to be told
     */
    public static void addAll(KeptStatements statements, Kind kind, Map<String, String> contents, double now)
            throws SQLException {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        contents.forEach((groupId, content) -> rows.addArray().add(groupId).add(content));
        statements.change("INSERT INTO queue_outbox (group_id, kind, content, created_at)"
                + " SELECT value ->> 0, ?, value ->> 1, ? FROM json_each(?) ORDER BY key", kind.name(), now,
                rows.toString());
    }

    /** The first entries with a greater number that are still to be told, in the order in which they were written. */
    public static List<Entry> waiting(Connection connection, long after, int most) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement query = Statements.prepare(connection, """
            SELECT id, group_id, kind, content, created_at, attempts FROM queue_outbox
            WHERE told_at IS NULL AND id > ? ORDER BY id LIMIT ?""", after, most);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(
                        new Entry(row.getLong(1), row.getString(2), Kind.valueOf(row.getString(3)), row.getString(4),
                                row.getDouble(5), row.getLong(6)));
            }
        }
        return entries;
    }

    /** How many are still to be told. */
    public static long waiting(Connection connection) throws SQLException {
        try (PreparedStatement query = connection
                .prepareStatement("SELECT count(*) FROM queue_outbox WHERE told_at IS NULL");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @param now Unix seconds */
    public static void told(Connection connection, Entry entry, double now) throws SQLException {
        change(connection, "UPDATE queue_outbox SET told_at = ?, error = NULL WHERE id = ? AND told_at IS NULL", now,
                entry.id());
    }

    /** @param error why it could not be told, for people */
    public static void notTold(Connection connection, Entry entry, String error) throws SQLException {
        change(connection,
                "UPDATE queue_outbox SET attempts = attempts + 1, error = ? WHERE id = ? AND told_at IS NULL", error,
                entry.id());
    }

    private static void change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            update.executeUpdate();
        }
    }
}
