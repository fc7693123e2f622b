package org.dsa110.contimg.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Keeps the rule of {@link Transition} also where a group is written as a row: a state follows another only where a transition leads there,
 * a group that somebody has claimed is left to him, and what goes along with the state does so. Used by the writer's thread alone.
 */
final class GroupStateListener implements RowListener {
    private static final String STATE = "state";
    /** The last transition that there was before the row is changed; triggers note each. */
    private long last;

    @Override
    public boolean concern(Set<String> columns) {
        return columns.contains(STATE);
    }

    /** @throws ProblemException 409 for a group that somebody has claimed */
    @Override
    public void before(Connection connection, List<Object> key) throws SQLException {
        try (PreparedStatement query = connection
                .prepareStatement("SELECT coalesce(max(id), 0) FROM queue_transitions");
                ResultSet row = query.executeQuery()) {
            row.next();
            last = row.getLong(1);
        }
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT worker FROM queue_claims WHERE group_id = ?", key);
                ResultSet row = query.executeQuery()) {
            if (row.next()) {
                throw refusal("group " + key.get(0) + " is claimed by " + row.getString(1)
                        + ", who alone says what becomes of it: complete, fail and release end a claim, and so does its lease",
                        "belongs to a claim");
            }
        }
    }

    /** @throws ProblemException 409 naming the states that can be next */
    @Override
    public void after(Connection connection, List<Object> key) throws SQLException {
        added(connection, key, true);
    }

    /** The group is in the state, and at the stage, that it was in elsewhere. */
    @Override
    public void restored(Connection connection, List<Object> key) throws SQLException {
        added(connection, key, false);
    }

    private void added(Connection connection, List<Object> key, boolean byRule) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT id, from_state, to_state FROM queue_transitions"
                        + " WHERE group_id = ? AND id > ? ORDER BY id DESC LIMIT 1",
                key.get(0), last);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return;
            }
            if (byRule) {
                check(row.getString(2), row.getString(3));
                follow(connection, key, row.getLong(1), row.getString(2) == null);
            }
            change(connection, "UPDATE queue_transitions SET changed_by = 'REST' WHERE id = ?", row.getLong(1));
        }
    }

    /** Changes what goes along with the state. */
    private static void follow(Connection connection, List<Object> key, long transition, boolean isNew)
            throws SQLException {
        if (isNew) {
            // Of a new row that says no stage; one that it says is kept, as the rows of another queue have more of them.
            change(connection, "UPDATE ingest_queue SET processing_stage = state WHERE group_id = ?"
                    + " AND processing_stage = '" + GroupState.COLLECTING + "'", key.get(0));
        } else {
            change(connection,
                    "UPDATE ingest_queue SET processing_stage = state, last_update = (SELECT at FROM queue_transitions WHERE id = ?)"
                            + " WHERE group_id = ?",
                    transition, key.get(0));
        }
    }

    /** Another program may have written a state that there is not: from there any may follow. */
    private static void check(String from, String to) {
        List<String> states = List.of(GroupState.values()).stream().map(GroupState::toString).toList();
        if (from == null || !states.contains(from)) {
            return;
        }
        List<GroupState> next = Transition.writableAfter(GroupState.valueOf(from.toUpperCase(Locale.ROOT)));
        if (next.stream().noneMatch(state -> state.toString().equals(to))) {
            throw refusal("a group that is " + from + " cannot be set to " + to,
                    "must be " + from + (next.isEmpty() ? "" : ", or one of ")
                            + String.join(", ", next.stream().map(GroupState::toString)
                                    .toList()));
        }
    }

    private static ProblemException refusal(String detail, String violation) {
        return new ProblemException(Status.CONFLICT, detail, List.of(new Violation(STATE, violation)));
    }

    private static void change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            update.executeUpdate();
        }
    }
}
