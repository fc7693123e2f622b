package org.dsa110.contimg.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.dsa110.contimg.database.Statements;

/** Changes rows of the queue as PATCH and DELETE do, within a write unit, without HTTP around it. */
public final class RowWrites {
    private static final GroupStateListener LISTENER = new GroupStateListener();

    private RowWrites() {
    }

    /**
     * @return whether there is such a group
     * @throws org.dsa110.contimg.rest.problem.ProblemException 409
     */
    public static boolean patchState(Connection connection, String groupId, String state) throws SQLException {
        return change(connection, groupId, "UPDATE ingest_queue SET state = '" + state + "' WHERE group_id = ?", true);
    }

    /**
     * @return whether there was such a group
     * @throws org.dsa110.contimg.rest.problem.ProblemException 409
     */
    public static boolean delete(Connection connection, String groupId) throws SQLException {
        return change(connection, groupId, "DELETE FROM ingest_queue WHERE group_id = ?", false);
    }

    private static boolean change(Connection connection, String groupId, String sql, boolean stays)
            throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection, "SELECT 1 FROM ingest_queue WHERE group_id = ?",
                groupId); ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return false;
            }
        }
        LISTENER.before(connection, List.of(groupId));
        try (PreparedStatement change = Statements.prepare(connection, sql, groupId)) {
            change.executeUpdate();
        }
        if (stays) {
            LISTENER.after(connection, List.of(groupId));
        }
        return true;
    }
}
