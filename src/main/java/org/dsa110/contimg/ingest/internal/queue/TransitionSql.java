package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Makes the transitions of groups: each by one statement that names the states it begins from, and says whether it took effect.
 * {@code processing_stage} and {@code last_update} go along with the state, so that no row says two things. A trigger notes each in
 * {@code queue_transitions}, whoever writes it; the cause is noted here. Thread-safe; each method runs within a write unit on ingest,
 * unless it says otherwise, and throws what the database throws.
 */
@ApplicationScoped
public class TransitionSql {
    /** Of a longer reason only the end is kept, where a program says why it gave up. */
    public static final int LONGEST_REASON = 8192;

    private static final String NOTE = """
        UPDATE queue_transitions SET changed_by = ?, reason = ?, token = ?
        WHERE id = (SELECT max(id) FROM queue_transitions WHERE group_id = ?)""";
    /** The numbers only grow, so those that a statement has made are greater than all before. */
    private static final String NOTE_CLAIMED = """
        UPDATE queue_transitions SET (changed_by, token) =
            (SELECT worker, token FROM queue_claims c WHERE c.group_id = queue_transitions.group_id)
        WHERE id > ? AND +group_id IN\s""" + GroupIds.LISTED;
    /** What makes a collecting group whole: as many distinct subbands as it expects, all there are where it does not say. */
    private static final String WHOLE = "(SELECT count(*) FROM subband_files f WHERE f.group_id = ingest_queue.group_id)"
            + " >= COALESCE(expected_subbands, " + SubbandFileName.SUBBANDS + ")";
    private static final Cause ARRIVED = Cause.of("arrivals", "all subbands are there");

    private final Clock clock;

    TransitionSql(Clock clock) {
        this.clock = clock;
    }

    /** @return whether the group was in a state from which the transition begins */
    public boolean make(Connection connection, Transition transition, String groupId, Cause cause) throws SQLException {
        return make(connection, transition, groupId, cause, "");
    }

    /**
     * @param moreColumns that change with the state: SQL that begins with a comma, with a question mark for each value
     * @return whether the group was in a state from which the transition begins
     */
    boolean make(Connection connection, Transition transition, String groupId, Cause cause, String moreColumns,
            Object... values) throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            return make(statements, transition, groupId, cause, moreColumns, values);
        }
    }

    /** The same, where a unit makes several. */
    boolean make(KeptStatements statements, Transition transition, String groupId, Cause cause, String moreColumns,
            Object... values) throws SQLException {
        return make(statements, transition, groupId, cause, moreColumns, "", values);
    }

    private boolean make(KeptStatements statements, Transition transition, String groupId, Cause cause,
            String moreColumns, String condition, Object... values) throws SQLException {
        Object[] bound = new Object[values.length + 2];
        bound[0] = now();
        System.arraycopy(values, 0, bound, 1, values.length);
        bound[values.length + 1] = groupId;
        if (statements.change("UPDATE ingest_queue SET state = '" + transition.to() + "', processing_stage = '"
                + transition.to() + "', last_update = ?" + moreColumns + " WHERE group_id = ? AND state IN "
                + listed(transition) + condition, bound) == 0) {
            return false;
        }
        note(statements, groupId, cause);
        return true;
    }

    /**
     * Makes a transition of several groups by one statement, and notes each by the worker and under the token of its claim.
     *
     * @param groupIds all different, each with a claim
     * @param moreColumns as for one
     * @return the groups that were in a state from which the transition begins
     */
    Set<String> makeClaimed(KeptStatements statements, Transition transition, String groupIds, String moreColumns,
            Object... values) throws SQLException {
        long before = last(statements);
        List<Object> bound = new ArrayList<>(List.of(now()));
        bound.addAll(Arrays.asList(values));
        bound.add(groupIds);
        Set<String> made = new HashSet<>();
        // The plus keeps SQLite from looking at all groups in the state for these few.
        try (ResultSet row = statements.with("UPDATE ingest_queue SET state = '" + transition.to()
                + "', processing_stage = '" + transition.to() + "', last_update = ?" + moreColumns
                + " WHERE group_id IN " + GroupIds.LISTED + " AND +state IN " + listed(transition)
                + " RETURNING group_id",
                bound.toArray()).executeQuery()) {
            while (row.next()) {
                made.add(row.getString(1));
            }
        }
        statements.change(NOTE_CLAIMED, before, groupIds);
        return made;
    }

    private static long last(KeptStatements statements) throws SQLException {
        try (ResultSet row = statements.with("SELECT max(id) FROM queue_transitions").executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String listed(Transition transition) {
        return transition.from().stream().map(state -> "'" + state + "'").collect(Collectors.joining(", ", "(", ")"));
    }

    /** Says of the last transition of a group who made it. */
    public void note(Connection connection, String groupId, Cause cause) throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            note(statements, groupId, cause);
        }
    }

    /**
     * Gives a group up that stays incomplete.
     *
     * @param cause whose reason becomes the group's error
     * @return whether it was collecting
     */
    public boolean abandon(Connection connection, String groupId, Cause cause) throws SQLException {
        return make(connection, Transition.ABANDONED, groupId, cause, ", error = ?, not_before = NULL", cause.reason());
    }

    private static void note(KeptStatements statements, String groupId, Cause cause) throws SQLException {
        String reason = cause.reason();
        statements.change(NOTE, cause.by(),
                reason == null ? null : reason.substring(Math.max(0, reason.length() - LONGEST_REASON)), cause.token(),
                groupId);
    }

    /** @return whether the group was collecting and has as many distinct subbands as it expects, all there are where it does not say */
    public boolean becomePendingIfWhole(Connection connection, String groupId) throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            return make(statements, Transition.WHOLE, groupId, ARRIVED, "", " AND " + WHOLE);
        }
    }

    /** @return the groups that were collecting and whole, and now are pending */
    public List<String> allBecomePendingIfWhole(Connection connection) throws SQLException {
        List<String> groups = wholeGroups(connection, "");
        for (String groupId : groups) {
            becomePendingIfWhole(connection, groupId);
        }
        return groups;
    }

    /** Whether {@link #allBecomePendingIfWhole} would change anything; may run within a read. */
    public boolean anyIsWhole(Connection connection) throws SQLException {
        return !wholeGroups(connection, " LIMIT 1").isEmpty();
    }

    private static List<String> wholeGroups(Connection connection, String limit) throws SQLException {
        List<String> groups = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT group_id FROM ingest_queue WHERE state = '"
                + GroupState.COLLECTING + "' AND " + WHOLE + limit); ResultSet row = query.executeQuery()) {
            while (row.next()) {
                groups.add(row.getString(1));
            }
        }
        return groups;
    }

    double now() {
        return UnixTime.seconds(clock.instant());
    }
}
