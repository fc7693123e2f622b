package org.dsa110.contimg.ingest;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;

/** What tests of the queue ask of its database. */
@ApplicationScoped
@Unremovable
public class IngestDatabase {
    @Inject
    UnitExecutor units;

    public void clear() {
        execute("DELETE FROM subband_files", "DELETE FROM ingest_queue", "DELETE FROM performance_metrics",
                "DELETE FROM set_aside_files", "DELETE FROM queue_claims",
                "DELETE FROM queue_outbox", "DELETE FROM queue_waits", "DELETE FROM queue_pauses",
                "DELETE FROM queue_transitions");
    }

    public void execute(String... statements) {
        units.write(Database.INGEST, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.executeUpdate(sql);
                }
            }
            return null;
        }).await().indefinitely();
    }

    public void state(String groupId, GroupState state) {
        execute("UPDATE ingest_queue SET state = '" + state + "' WHERE group_id = '" + groupId + "'");
    }

    public void insert(String groupId, GroupState state) {
        execute("INSERT INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('" + groupId + "', '"
                + state + "', 1, 1)");
    }

    /** Each group with its state. */
    public Map<String, String> groups() {
        return groups("state");
    }

    /** Each group with one of its columns. */
    public Map<String, String> groups(String column) {
        return pairs("SELECT group_id, " + column + " FROM ingest_queue");
    }

    /** Each recorded path with its group. */
    public Map<String, String> files() {
        return pairs("SELECT path, group_id FROM subband_files");
    }

    /** Each path that is set aside with one of its columns. */
    public Map<String, String> setAside(String column) {
        return pairs("SELECT path, " + column + " FROM set_aside_files");
    }

    public String text(String sql) {
        return pairs("SELECT 1, (" + sql + ")").get("1");
    }

    private Map<String, String> pairs(String sql) {
        return units.read(Database.INGEST, connection -> {
            Map<String, String> pairs = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement(sql); ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    pairs.put(row.getString(1), row.getString(2));
                }
            }
            return pairs;
        }).await().indefinitely();
    }
}
