package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.Transition;

/**
 * Ends claims, with what becomes of their groups. Thread-safe; each method runs within a write unit on ingest, and throws what the database
 * throws.
 */
@ApplicationScoped
public class ClaimEndSql {
    private static final String CONVERTED = ", error = NULL, error_message = NULL, error_type = NULL, completed_at = ?";

    private final ClaimSql claims;
    private final TransitionSql transitions;
    private final RetryPolicy retries;

    ClaimEndSql(ClaimSql claims, TransitionSql transitions, RetryPolicy retries) {
        this.claims = claims;
        this.transitions = transitions;
        this.retries = retries;
    }

    /** What became of a claim that its worker wants to end. */
    public enum Ending {
        DONE,
        /** It had ended just so before: what asked for it did not hear of it. */
        DONE_BEFORE,
        /** It had ended otherwise. */
        LOST
    }

    /**
     * Completes groups, whose errors are gone then, and ends the claims on them.
     *
     * @param held each of a group of its own, and shown by its worker
     * @return the groups that were completed; the others were ended or taken away by somebody else
     */
    public Set<String> complete(KeptStatements statements, Collection<Claim> held) throws SQLException {
        if (held.isEmpty()) {
            return Set.of();
        }
        if (held.size() == 1) {
            Claim claim = held.iterator().next();
            claims.drop(statements, claim.groupId(), claim.token());
            return convert(statements, claim) ? Set.of(claim.groupId()) : Set.of();
        }
        String groupIds = GroupIds.json(held.stream().map(Claim::groupId).toList());
        Set<String> done = transitions.makeClaimed(statements, Transition.CONVERTED, groupIds, CONVERTED,
                transitions.now());
        for (Claim claim : held) {
            if (!done.contains(claim.groupId()) && convert(statements, claim)) {
                done.add(claim.groupId());
            }
        }
        ClaimSql.dropAll(statements, groupIds);
        return done;
    }

    /** A group that another program has put back is resumed first. */
    private boolean convert(KeptStatements statements, Claim claim) throws SQLException {
        return convertRunning(statements, claim)
                || claims.resume(statements, claim) && convertRunning(statements, claim);
    }

    private boolean convertRunning(KeptStatements statements, Claim claim) throws SQLException {
        return transitions.make(statements, Transition.CONVERTED, claim.groupId(),
                new Cause(claim.worker(), null, claim.token()), CONVERTED, transitions.now());
    }

    /** How a completion that did not take effect ended the claim before: with the same, or otherwise. */
    public Ending completedBefore(KeptStatements statements, String groupId, String token) throws SQLException {
        return ended(statements, groupId, token, GroupState.COMPLETED);
    }

    /** Makes the group pending again; the attempt does not count. */
    public Ending release(Connection connection, String groupId, String token, String reason) throws SQLException {
        Optional<Claim> held = claims.held(connection, groupId, token);
        claims.drop(connection, groupId, token);
        if (held.isEmpty()) {
            return ended(connection, groupId, token, GroupState.PENDING);
        }
        transitions.make(connection, Transition.RELEASED, groupId, new Cause(held.get().worker(), reason, token));
        return Ending.DONE;
    }

    /**
     * Ends an attempt that failed.
     *
     * @param error why, for people; never null
     * @param retryable whether another attempt may succeed
     * @return what becomes of the group; empty when the claim had ended otherwise
     */
    public Optional<ClaimEnd> fail(Connection connection, String groupId, String token, String error, boolean retryable)
            throws SQLException {
        Optional<Claim> held = claims.held(connection, groupId, token);
        claims.drop(connection, groupId, token);
        if (held.isEmpty()) {
            return failedBefore(connection, groupId, token);
        }
        return Optional.of(fail(connection, groupId, held.get().attempt(), new Cause(held.get().worker(), error, token),
                retryable));
    }

    /**
     * Ends a claim whose worker has shown no sign of life since it was read.
     *
     * @return what becomes of the group; empty when there was a sign of life, or the claim has ended
     */
    public Optional<ClaimEnd> expire(Connection connection, Claim seen, String by, String error) throws SQLException {
        Optional<Claim> now = claims.of(connection, seen.groupId());
        if (now.isEmpty() || !now.get().token().equals(seen.token()) || now.get().beats() != seen.beats()) {
            return Optional.empty();
        }
        Optional<Claim> held = claims.held(connection, seen.groupId(), seen.token());
        claims.drop(connection, seen.groupId(), seen.token());
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(fail(connection, seen.groupId(), seen.attempt(), Cause.of(by, error), true));
    }

    /**
     * Ends the progress of a group on which nobody has a claim, as another program wrote it so, and has not touched it since it was read.
     *
     * @param lastUpdate as it was read
     * @return what becomes of the group; empty when it was touched
     */
    public Optional<ClaimEnd> expireUnclaimed(Connection connection, String groupId, Object lastUpdate, long attempt,
            Cause cause)
            throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT 1 FROM ingest_queue WHERE group_id = ? AND state = '"
                        + GroupState.IN_PROGRESS + "' AND last_update IS ?",
                groupId, lastUpdate);
                ResultSet row = query.executeQuery()) {
            if (!row.next() || claims.of(connection, groupId).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.of(fail(connection, groupId, attempt, cause, true));
    }

    private static Ending ended(Connection connection, String groupId, String token, GroupState as)
            throws SQLException {
        try (KeptStatements statements = new KeptStatements(connection)) {
            return ended(statements, groupId, token, as);
        }
    }

    /** How a claim has ended before, by its worker; what ended it otherwise was noted without its token. */
    private static Ending ended(KeptStatements statements, String groupId, String token, GroupState as)
            throws SQLException {
        try (ResultSet row = statements.with(
                "SELECT to_state, from_state FROM queue_transitions WHERE token = ? AND group_id = ? ORDER BY id DESC LIMIT 1",
                token, groupId).executeQuery()) {
            return row.next() && as.toString().equals(row.getString(1))
                    && GroupState.IN_PROGRESS.toString().equals(row.getString(2))
                            ? Ending.DONE_BEFORE
                            : Ending.LOST;
        }
    }

    private static Optional<ClaimEnd> failedBefore(Connection connection, String groupId, String token)
            throws SQLException {
        if (ended(connection, groupId, token, GroupState.FAILED) == Ending.DONE_BEFORE) {
            return Optional.of(new ClaimEnd(Transition.GIVEN_UP, null, true));
        }
        if (ended(connection, groupId, token, GroupState.PENDING) == Ending.LOST) {
            return Optional.empty();
        }
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT not_before FROM ingest_queue WHERE group_id = ?", groupId);
                ResultSet row = query.executeQuery()) {
            boolean known = row.next() && row.getObject(1) != null;
            return Optional.of(new ClaimEnd(Transition.RETRIED, known ? row.getDouble(1) : null, true));
        }
    }

    private ClaimEnd fail(Connection connection, String groupId, long attempt, Cause cause, boolean retryable)
            throws SQLException {
        String error = cause.reason();
        String kept = error.substring(Math.max(0, error.length() - TransitionSql.LONGEST_REASON));
        boolean again = retryable && retries.goesOnAfter(attempt);
        Transition transition = again ? Transition.RETRIED : Transition.GIVEN_UP;
        Double notBefore = again ? transitions.now() + retries.pauseSeconds(attempt) : null;
        transitions.make(connection, transition, groupId, cause,
                ", error = ?, not_before = ?, retry_count = ?", kept, notBefore, again ? attempt : attempt - 1);
        return new ClaimEnd(transition, notBefore, false);
    }
}
