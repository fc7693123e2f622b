package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;

/**
 * Gives groups to workers, and knows who has them. A group is given out only while nobody has a claim on it, whatever other programs write
 * into its row. Thread-safe; each method runs within a write unit on ingest, unless it says otherwise, and throws what the database throws.
 */
@ApplicationScoped
public class ClaimSql {
    /** Where a time to wait for lies further ahead than any pause, the clock was set back since. */
    private static final String NEXT = "SELECT group_id, CAST(COALESCE(retry_count, 0) AS INTEGER) + 1 FROM ingest_queue q WHERE state = '"
            + GroupState.PENDING + "' AND " + PauseSql.NOT_PAUSED
            + " AND (not_before IS NULL OR not_before <= ? OR not_before > ?)"
            + " AND NOT EXISTS (SELECT 1 FROM queue_claims c WHERE c.group_id = q.group_id) ORDER BY priority DESC, group_id LIMIT ?";
    private static final String DROP = "DELETE FROM queue_claims WHERE group_id = ? AND token = ?";
    private static final String COLUMNS = "group_id, token, worker, attempt, claimed_at, lease_seconds, beats, process";

    private final TransitionSql transitions;
    private final RetryPolicy retries;

    ClaimSql(TransitionSql transitions, RetryPolicy retries) {
        this.transitions = transitions;
        this.retries = retries;
    }

    /**
     * Claims groups: the one with the highest priority first, of these the earliest; none while that is {@link PauseSql paused}.
     *
     * @param worker its name, for people
     * @param most how many at the most
     * @param process as {@link Claim} has it
     * @return those that now are the worker's; may be empty
     */
    public List<Claim> claim(Connection connection, String worker, int most, double leaseSeconds, String process)
            throws SQLException {
        List<Claim> claims = new ArrayList<>();
        double now = transitions.now();
        try (PreparedStatement query = Statements.prepare(connection, NEXT, now, now + retries.longestSeconds(), most);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                claims.add(new Claim(row.getString(1), ClaimToken.at((long) (now * 1000)), worker, row.getLong(2), now,
                        leaseSeconds, 0, process));
            }
        }
        try (KeptStatements statements = new KeptStatements(connection)) {
            if (claims.size() == 1) {
                give(statements, claims.get(0));
            } else if (!claims.isEmpty()) {
                give(statements, claims, now);
            }
        }
        return claims;
    }

    /** The same for several, by as many statements as for one. */
    private void give(KeptStatements statements, List<Claim> claims, double now) throws SQLException {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Claim claim : claims) {
            rows.addArray().add(claim.groupId()).add(claim.token()).add(claim.attempt());
        }
        Claim any = claims.get(0);
        statements.change("INSERT INTO queue_claims (" + COLUMNS + ", beat_at) SELECT value ->> 0, value ->> 1, ?1,"
                + " value ->> 2, ?2, ?3, 0, ?4, ?2 FROM json_each(?5)", any.worker(), now, any.leaseSeconds(),
                any.process(), rows.toString());
        Set<String> given = transitions.makeClaimed(statements, Transition.CLAIMED,
                GroupIds.json(claims.stream().map(Claim::groupId).toList()),
                ", started_at = ?, completed_at = NULL, not_before = NULL", now);
        for (Claim claim : claims) {
            if (!given.contains(claim.groupId())) {
                throw notPending(claim);
            }
        }
    }

    private static IllegalStateException notPending(Claim claim) {
        return new IllegalStateException(
                "group " + claim.groupId() + " is not pending any more, under the write lock");
    }

    private void give(KeptStatements statements, Claim claim) throws SQLException {
        if (!transitions.make(statements, Transition.CLAIMED, claim.groupId(),
                new Cause(claim.worker(), null, claim.token()),
                ", started_at = ?, completed_at = NULL, not_before = NULL", claim.claimedAt())) {
            throw notPending(claim);
        }
        statements.change("INSERT INTO queue_claims (" + COLUMNS + ", beat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                claim.groupId(), claim.token(), claim.worker(), claim.attempt(), claim.claimedAt(),
                claim.leaseSeconds(), claim.beats(), claim.process(), claim.claimedAt());
    }

    /** Whether {@link #claim} would find a group; may run within a read. */
    public boolean anyIsClaimable(Connection connection) throws SQLException {
        double now = transitions.now();
        try (PreparedStatement query = Statements.prepare(connection, NEXT, now, now + retries.longestSeconds(), 1);
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    /** All claims there are, by group; may run within a read. */
    public List<Claim> all(Connection connection) throws SQLException {
        return claims(connection, " ORDER BY group_id");
    }

    /** Who has a group; may run within a read. */
    public Optional<Claim> of(Connection connection, String groupId) throws SQLException {
        return claims(connection, " WHERE group_id = ?", groupId).stream().findFirst();
    }

    /** Those who have groups, by group. */
    public Map<String, Claim> of(KeptStatements statements, Set<String> groupIds) throws SQLException {
        List<Claim> found = groupIds.size() == 1
                ? claims(statements, " WHERE group_id = ?", groupIds.iterator().next())
                : claims(statements, " WHERE group_id IN " + GroupIds.LISTED, GroupIds.json(groupIds));
        return found.stream().collect(Collectors.toMap(Claim::groupId, Function.identity()));
    }

    /**
     * A sign of life.
     *
     * @return the claim; empty when it has ended, or its group was ended or taken away by others: the claim then stays until it is
     *         {@link #drop dropped}, so that nobody gets the group while its worker still works on it
     */
    public Optional<Claim> beat(Connection connection, String groupId, String token) throws SQLException {
        Optional<Claim> held = held(connection, groupId, token);
        if (held.isPresent()) {
            change(connection, "UPDATE queue_claims SET beats = beats + 1, beat_at = ? WHERE group_id = ?",
                    transitions.now(), groupId);
        }
        return held;
    }

    /**
     * Makes a transition that an operator asks for, of a group on which nobody has a claim: it is tried with all its attempts again.
     *
     * @return the state that the group has then; null when there is no such group
     */
    public String operate(Connection connection, Transition transition, String groupId, Cause cause)
            throws SQLException {
        if (of(connection, groupId).isEmpty()) {
            boolean failed = transition.to() == GroupState.FAILED;
            transitions.make(connection, transition, groupId, cause,
                    ", retry_count = 0, not_before = NULL, error = ?", failed ? cause.reason() : null);
        }
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT state FROM ingest_queue WHERE group_id = ?", groupId);
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Ends a claim of whose group nothing is to be said: its worker has stopped, as others ended the group. */
    public void drop(Connection connection, String groupId, String token) throws SQLException {
        change(connection, DROP, groupId, token);
    }

    /** The same, where a unit does more. */
    void drop(KeptStatements statements, String groupId, String token) throws SQLException {
        statements.change(DROP, groupId, token);
    }

    /** Ends all claims on groups. */
    static void dropAll(KeptStatements statements, String groupIds) throws SQLException {
        statements.change("DELETE FROM queue_claims WHERE group_id IN " + GroupIds.LISTED, groupIds);
    }

    /** Notes by which process a group is converted, as text that only its reader understands. */
    public boolean noteProcess(Connection connection, String groupId, String token, String process)
            throws SQLException {
        return change(connection, "UPDATE queue_claims SET process = ? WHERE group_id = ? AND token = ?", process,
                groupId, token) == 1;
    }

    /**
     * The claim, if it has not ended; its group is in progress then. Another program may have put the group back to an earlier state, which
     * its worker cannot know: that is undone. Empty too where others ended the group, or took it away.
     */
    Optional<Claim> held(Connection connection, String groupId, String token) throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            Optional<Claim> claim = claims(statements, " WHERE group_id = ? AND token = ?", groupId, token).stream()
                    .findFirst();
            if (claim.isPresent() && !isInProgress(connection, groupId) && !resume(statements, claim.get())) {
                return Optional.empty();
            }
            return claim;
        }
    }

    boolean resume(KeptStatements statements, Claim claim) throws SQLException {
        return transitions.make(statements, Transition.RESUMED, claim.groupId(),
                new Cause(claim.worker(), "its worker still had it when another program put it back", claim.token()),
                "");
    }

    private static boolean isInProgress(Connection connection, String groupId) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT 1 FROM ingest_queue WHERE group_id = ? AND state = '"
                        + GroupState.IN_PROGRESS + "'",
                groupId); ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    private static List<Claim> claims(Connection connection, String condition, Object... values) throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            return claims(statements, condition, values);
        }
    }

    private static List<Claim> claims(KeptStatements statements, String condition, Object... values)
            throws SQLException {
        List<Claim> claims = new ArrayList<>();
        try (ResultSet row = statements.with("SELECT " + COLUMNS + " FROM queue_claims" + condition, values)
                .executeQuery()) {
            while (row.next()) {
                claims.add(new Claim(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                        row.getDouble(5), row.getDouble(6), row.getLong(7), row.getString(8)));
            }
        }
        return claims;
    }

    private static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            return update.executeUpdate();
        }
    }
}
