package org.dsa110.contimg.ingest.internal.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.dsa110.contimg.database.Statements;

/**
 * Whether groups are given out. It stands in the file, so it holds for all services on it and across their restarts, and each pause stays
 * there with who wanted it and why. Each method runs within a unit on ingest and throws what the database throws.
 */
public final class PauseSql {
    /** A condition: groups are given out. */
    static final String NOT_PAUSED = "NOT EXISTS (SELECT 1 FROM queue_pauses WHERE resumed_at IS NULL)";

    private PauseSql() {
    }

    /**
     * A pause that lasts. Immutable.
     *
     * @param since Unix seconds
     * @param by who wanted it
     * @param reason why, for people
     */
    public record Pause(double since, String by, String reason) {
    }

    /** The pause that lasts now; empty while groups are given out. May run within a read. */
    public static Optional<Pause> now(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT paused_at, paused_by, pause_reason FROM queue_pauses WHERE resumed_at IS NULL ORDER BY id LIMIT 1");
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new Pause(row.getDouble(1), row.getString(2), row.getString(3)))
                    : Optional.empty();
        }
    }

    /**
     * Has no group given out any more. A pause that lasts goes on as it is.
     *
     * @param at Unix seconds
     * @return whether it began with this
     */
    public static boolean pause(Connection connection, String by, String reason, double at) throws SQLException {
        return change(connection, "INSERT INTO queue_pauses (paused_at, paused_by, pause_reason) SELECT ?, ?, ? WHERE "
                + NOT_PAUSED, at, by, reason);
    }

    /**
     * Ends the pause.
     *
     * @param at Unix seconds
     * @return whether there was one
     */
    public static boolean resume(Connection connection, String by, String reason, double at) throws SQLException {
        return change(connection, "UPDATE queue_pauses SET resumed_at = ?, resumed_by = ?, resume_reason = ?"
                + " WHERE resumed_at IS NULL", at, by, reason);
    }

    private static boolean change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            return update.executeUpdate() > 0;
        }
    }
}
