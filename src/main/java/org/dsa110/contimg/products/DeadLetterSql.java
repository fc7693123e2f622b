package org.dsa110.contimg.products;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.dsa110.contimg.database.Statements;

/**
 * How dead letters are settled: each change is one statement that leaves what is settled as it is, so that repeating it after a crash changes
 * nothing. Each method runs within a unit on products and throws what the database throws.
 */
final class DeadLetterSql {
    /** The table of the queue, in the letters of its groups. */
    static final String QUEUE = "ingest_queue";
    /** A condition: nobody has settled it. Other programs note that in one of the two columns. */
    static final String OPEN = "resolved_at IS NULL AND status IS NOT 'resolved'";
    private static final String OF_GROUP = " WHERE status IN ('pending', 'retrying') AND resolved_at IS NULL"
            + " AND original_table = '" + QUEUE + "' AND original_id = ?";

    private DeadLetterSql() {
    }

    /**
     * A letter. Immutable.
     *
     * @param groupId the group of the queue that it is about; null where it is about something else
     */
    record Letter(String groupId, boolean open) {
    }

    /** Empty when there is none with that number. */
    static Optional<Letter> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT CASE WHEN original_table = '" + QUEUE + "' THEN original_id END, " + OPEN
                        + " FROM dead_letter_queue WHERE id = ?",
                id); ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(new Letter(row.getString(1), row.getBoolean(2))) : Optional.empty();
        }
    }

    /** Notes that what it is about is tried again: once, however often that is said. */
    static void retrying(Connection connection, long id, String note, double at) throws SQLException {
        change(connection,
                "UPDATE dead_letter_queue SET status = 'retrying', retry_count = coalesce(retry_count, 0) + 1,"
                        + " last_attempt_at = ?, resolution_note = ? WHERE id = ? AND status IS NOT 'retrying' AND "
                        + OPEN,
                at,
                note, id);
    }

    static void resolve(Connection connection, long id, String by, String note, double at) throws SQLException {
        change(connection, "UPDATE dead_letter_queue SET status = 'resolved', resolved_at = ?, resolved_by = ?,"
                + " resolution_note = ? WHERE id = ? AND " + OPEN, at, by, note, id);
    }

    /** Whether it was resolved with just this note. */
    static boolean isResolved(Connection connection, long id, String note) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT 1 FROM dead_letter_queue WHERE id = ? AND status = 'resolved' AND resolution_note = ?", id,
                note);
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    /** Whether {@link #converted} would change anything; may run within a read. */
    static boolean anyOpen(Connection connection, String groupId) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection,
                "SELECT 1 FROM dead_letter_queue" + OF_GROUP + " LIMIT 1", groupId);
                ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    /** Resolves all letters of a group that was converted after all. */
    static void converted(Connection connection, String groupId, double at) throws SQLException {
        change(connection, "UPDATE dead_letter_queue SET status = 'resolved', resolved_at = ?, resolved_by = 'ingest',"
                + " resolution_note = 'the group was converted'" + OF_GROUP, at, groupId);
    }

    /** Ends the letters of earlier failures of a group that failed again, of which there is a letter of its own. */
    static void failedAgain(Connection connection, String groupId, double at) throws SQLException {
        change(connection, "UPDATE dead_letter_queue SET status = 'failed', resolved_at = ?, resolved_by = 'ingest',"
                + " resolution_note = 'the group was tried again and has failed again'" + OF_GROUP
                + " AND failed_at < ?",
                at, groupId, at);
    }

    private static void change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = Statements.prepare(connection, sql, values)) {
            update.executeUpdate();
        }
    }
}
