package org.dsa110.contimg.ingest.internal.incomplete;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * The groups that collect, whoever made them so, and for how long each has waited, as the rows say. A group that somebody has claimed is
 * none of them: its worker has it back with the next sign of life. Each method runs within a unit on ingest and throws what the
 * database throws.
 */
final class WaitSql {
    private static final String COLLECTING = "q.state = '" + GroupState.COLLECTING + "' AND q.group_id IS NOT NULL"
            + " AND NOT EXISTS (SELECT 1 FROM queue_claims c WHERE c.group_id = q.group_id)";
    /** A subband that there is not, which another program may have written, is none. */
    private static final String SUBBANDS = "(SELECT sum(DISTINCT 1 << f.subband_idx) FROM subband_files f"
            + " WHERE f.group_id = q.group_id AND typeof(f.subband_idx) = 'integer' AND f.subband_idx BETWEEN 0 AND "
            + SubbandFileName.LAST + ")";

    private WaitSql() {
    }

    /** A group as its rows have it; {@code before} is what it had when its wait was noted, and that the wait. */
    record Row(IncompleteGroup group, int before) {
        /** For how long it has waited for other subbands than it has, as was noted; 0 when one has come since. */
        double notedSeconds() {
            return group.hasMoreThan(before) ? 0 : group.waitedSeconds();
        }
    }

    /** Whether there is anything to look at or to put away. */
    static boolean any(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT EXISTS (SELECT 1 FROM ingest_queue q WHERE "
                + COLLECTING + ") OR EXISTS (SELECT 1 FROM queue_waits)"); ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The next groups by their ids. */
    static List<Row> after(Connection connection, String groupId, int most) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement query = Statements.prepare(connection, "SELECT q.group_id, COALESCE("
                + SUBBANDS + ", 0), COALESCE(q.expected_subbands, " + SubbandFileName.SUBBANDS
                + "), COALESCE(w.waited_seconds, 0), COALESCE(w.subbands, 0) FROM ingest_queue q"
                + " LEFT JOIN queue_waits w ON w.group_id = q.group_id WHERE " + COLLECTING
                + " AND q.group_id > ? ORDER BY q.group_id LIMIT ?", groupId, most);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        new IncompleteGroup(row.getString(1), row.getInt(2), row.getLong(3), row.getDouble(4)),
                        row.getInt(5)));
            }
        }
        return rows;
    }

    static void note(Connection connection, IncompleteGroup group) throws SQLException {
        try (PreparedStatement upsert = Statements.prepare(connection,
                """
                    INSERT INTO queue_waits (group_id, subbands, waited_seconds) VALUES (?, ?, ?)
                    ON CONFLICT (group_id) DO UPDATE SET subbands = excluded.subbands, waited_seconds = excluded.waited_seconds""",
                group.groupId(), group.subbands(), group.waitedSeconds())) {
            upsert.executeUpdate();
        }
    }

    /** Puts away what is noted of groups that collect no more. */
    static void forgetOthers(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM queue_waits AS w WHERE NOT EXISTS"
                + " (SELECT 1 FROM ingest_queue q WHERE q.group_id = w.group_id AND " + COLLECTING + ")")) {
            delete.executeUpdate();
        }
    }
}
