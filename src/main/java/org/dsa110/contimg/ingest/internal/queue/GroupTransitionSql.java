package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * The ways from one state of a group to the next. Each is one statement that names the state it expects, and says whether it took
 * effect; nothing else writes {@code ingest_queue.state} of a group that is there.
 *
 * <pre>
 * collecting  -> pending      all expected subbands are there
 * pending     -> in_progress  a worker claims it; earliest group first
 * in_progress -> completed    converted and registered; final
 * in_progress -> failed       the row says why
 * in_progress -> pending      its worker gives it back, because the service stops
 * </pre>
 *
 * There is no way out of completed, and none out of failed yet. {@code processing_stage} goes along with the state, so that no row says
 * two things. Thread-safe; each transition runs within a write unit on ingest, on the
 * unit's connection, and throws what the database throws.
 */
@ApplicationScoped
public class GroupTransitionSql {
    /** Of a longer error only the end is kept, where a program says why it gave up. */
    public static final int LONGEST_ERROR = 8192;

    /** What makes a collecting group whole: as many distinct subbands as it expects, all there are where it does not say. */
    private static final String WHOLE = "(SELECT count(*) FROM subband_files f WHERE f.group_id = ingest_queue.group_id)"
            + " >= COALESCE(expected_subbands, " + SubbandFileName.SUBBANDS + ")";
    private static final String BECOME_PENDING = transition(GroupState.COLLECTING, GroupState.PENDING, "") + WHOLE;

    private final Clock clock;

    GroupTransitionSql(Clock clock) {
        this.clock = clock;
    }

    /** The begin of a statement whose first parameter is the time; what it says of the groups that are meant comes behind it. */
    private static String transition(GroupState from, GroupState to, String moreColumns) {
        return "UPDATE ingest_queue SET state = '" + to + "', processing_stage = '" + to + "', last_update = ?"
                + moreColumns + " WHERE state = '" + from + "' AND ";
    }

    /** @return whether the group was collecting and has as many distinct subbands as it expects, all there are where it does not say */
    public boolean becomePendingIfWhole(Connection connection, String groupId) throws SQLException {
        return changeOne(connection, BECOME_PENDING + " AND group_id = ?", now(), groupId);
    }

    /** @return the groups that were collecting and whole, and now are pending */
    public List<String> allBecomePendingIfWhole(Connection connection) throws SQLException {
        return change(connection, BECOME_PENDING);
    }

    /** Whether {@link #allBecomePendingIfWhole} would change anything; may run within a read. */
    public boolean anyIsWhole(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM ingest_queue WHERE state = '"
                + GroupState.COLLECTING + "' AND " + WHOLE + " LIMIT 1");
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    /** @return the earliest pending group, which now is the caller's; empty when none is pending */
    public Optional<String> claimNext(Connection connection) throws SQLException {
        return change(connection, transition(GroupState.PENDING, GroupState.IN_PROGRESS, "")
                + "group_id = (SELECT group_id FROM ingest_queue WHERE state = '" + GroupState.PENDING
                + "' ORDER BY group_id LIMIT 1)").stream().findFirst();
    }

    /** @return whether the group was in progress; its error is gone */
    public boolean complete(Connection connection, String groupId) throws SQLException {
        return changeOne(connection, transition(GroupState.IN_PROGRESS, GroupState.COMPLETED,
                ", error = NULL, error_message = NULL") + "group_id = ?", now(), groupId);
    }

    /** @return whether the group was in progress */
    public boolean release(Connection connection, String groupId) throws SQLException {
        return changeOne(connection, transition(GroupState.IN_PROGRESS, GroupState.PENDING, "") + "group_id = ?", now(),
                groupId);
    }

    /**
     * @param error why, for people; never null
     * @return whether the group was in progress
     */
    public boolean fail(Connection connection, String groupId, String error) throws SQLException {
        return changeOne(connection, transition(GroupState.IN_PROGRESS, GroupState.FAILED, ", error = ?")
                + "group_id = ?", now(), error.substring(Math.max(0, error.length() - LONGEST_ERROR)), groupId);
    }

    private static boolean changeOne(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            return update.executeUpdate() == 1;
        }
    }

    /** @return the groups that were changed */
    private List<String> change(Connection connection, String sql) throws SQLException {
        List<String> groups = new ArrayList<>();
        try (PreparedStatement update = Statements.prepare(connection, sql + " RETURNING group_id", now());
                ResultSet row = update.executeQuery()) {
            while (row.next()) {
                groups.add(row.getString(1));
            }
        }
        return groups;
    }

    private double now() {
        return UnixTime.seconds(clock.instant());
    }
}
