package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * The rows of ingest_queue and subband_files as the forming of groups reads and changes them. Every change of a group's identity is
 * guarded by the state collecting. Lives within one write unit and keeps its statements prepared, since a unit runs each some
 * hundred times; to be closed in the unit. Not thread-safe.
 */
public final class QueueSql implements AutoCloseable {
    /** A group on which somebody has a claim is worked on, though another program has written otherwise: it keeps its id and its files. */
    private static final String CLAIMED = "EXISTS (SELECT 1 FROM queue_claims c WHERE c.group_id = ingest_queue.group_id)";
    private static final String STILL_COLLECTING = " AND state = '" + GroupState.COLLECTING + "' AND NOT " + CLAIMED;

    private static final String HAS_GROUP = "EXISTS (SELECT 1 FROM ingest_queue q WHERE q.group_id = f.group_id)";

    private final KeptStatements statements;

    /** @param state as the column has it; in progress where somebody has a claim on the group */
    public record GroupRow(String groupId, String state, double receivedAt) {
        /** Whether it may still be renamed, split and merged. */
        public boolean collecting() {
            return state.equals(GroupState.COLLECTING.toString());
        }
    }

    /** A recorded file; {@code notReadable} is why the service could not read it, null when it could or nobody knows. */
    public record FileRow(long subband, String path, String notReadable) {
    }

    public QueueSql(Connection connection) {
        this.statements = new KeptStatements(connection);
    }

    /** The groups with ids between two, both included. */
    public List<GroupRow> groupsBetween(String from, String to) throws SQLException {
        PreparedStatement query = statement("SELECT group_id, CASE WHEN " + CLAIMED + " THEN '" + GroupState.IN_PROGRESS
                + "' ELSE state END, received_at FROM ingest_queue WHERE group_id >= ? AND group_id <= ? ORDER BY group_id",
                from, to);
        List<GroupRow> groups = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                groups.add(new GroupRow(row.getString(1), row.getString(2), row.getDouble(3)));
            }
        }
        return groups;
    }

    public List<FileRow> filesOf(String groupId) throws SQLException {
        PreparedStatement query = statement(
                "SELECT subband_idx, path, not_readable FROM subband_files WHERE group_id = ? ORDER BY subband_idx",
                groupId);
        List<FileRow> files = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                files.add(new FileRow(row.getLong(1), row.getString(2), row.getString(3)));
            }
        }
        return files;
    }

    /** Whether a group that is in the queue has the file. */
    public boolean isRecorded(String path) throws SQLException {
        try (ResultSet row = statement("SELECT 1 FROM subband_files f WHERE path = ? AND " + HAS_GROUP, path)
                .executeQuery()) {
            return row.next();
        }
    }

    /** The collecting group that has the file; empty when none has. */
    public Optional<String> collectingGroupOf(String path) throws SQLException {
        try (ResultSet row = statement("""
            SELECT group_id FROM subband_files JOIN ingest_queue USING (group_id)
            WHERE path = ?""" + STILL_COLLECTING, path).executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** Takes away the row of a file whose group is not in the queue; does nothing where there is none. */
    public void deleteOrphan(String path) throws SQLException {
        statement("DELETE FROM subband_files AS f WHERE path = ? AND NOT " + HAS_GROUP, path).executeUpdate();
    }

    /** @param notReadable why the service cannot read it; null when it can */
    public void insertFile(String groupId, long subband, String path, String notReadable) throws SQLException {
        change("INSERT INTO subband_files (group_id, subband_idx, path, not_readable) VALUES (?, ?, ?, ?)", groupId,
                subband,
                path, notReadable);
    }

    public void deleteFile(String path) throws SQLException {
        change("DELETE FROM subband_files WHERE path = ?", path);
    }

    /** A new group, collecting, that expects all subbands. */
    public void insertGroup(String groupId, double receivedAt) throws SQLException {
        change("""
            INSERT INTO ingest_queue (group_id, state, received_at, last_update, expected_subbands)
            VALUES (?, ?, ?, ?, ?)""", groupId, GroupState.COLLECTING.toString(), receivedAt, receivedAt,
                SubbandFileName.SUBBANDS);
    }

    public void renameGroup(String from, String to) throws SQLException {
        change("UPDATE ingest_queue SET group_id = ? WHERE group_id = ?" + STILL_COLLECTING, to, from);
    }

    /** Takes away a group whose files all went to others. */
    public void deleteGroup(String groupId) throws SQLException {
        change("DELETE FROM ingest_queue WHERE group_id = ?" + STILL_COLLECTING, groupId);
    }

    /** Notes that a group got or lost files. */
    public void touchGroup(String groupId, double receivedAt, double now) throws SQLException {
        change("UPDATE ingest_queue SET received_at = ?, last_update = ? WHERE group_id = ?", receivedAt, now, groupId);
    }

    /** @throws IllegalStateException when the one row is not there as expected, which under the write lock nobody can bring about */
    private void change(String sql, Object... values) throws SQLException {
        int changed = statement(sql, values).executeUpdate();
        if (changed != 1) {
            throw new IllegalStateException(changed + " rows changed, not 1, by: " + sql + " " + Arrays.asList(values));
        }
    }

    private PreparedStatement statement(String sql, Object... values) throws SQLException {
        return statements.with(sql, values);
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
