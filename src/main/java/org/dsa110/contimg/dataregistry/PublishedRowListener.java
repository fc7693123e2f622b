package org.dsa110.contimg.dataregistry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.core.Response.Status;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.rest.declare.RowListener;
import org.dsa110.contimg.rest.problem.Problem.Violation;
import org.dsa110.contimg.rest.problem.ProblemException;

/**
 * Keeps the rule of publication also where a row is written as such: one that says that it is published has all that
 * {@link PublishRule} asks for, and where and when. Immutable and thread-safe.
 */
final class PublishedRowListener implements RowListener {
    private static final String COLUMNS = "status, published_path, published_at, finalization_status, validation_status, data_type,"
            + " qa_status";
    private static final Set<String> CONCERNED = Set.of(COLUMNS.split(", ?"));

    @Override
    public boolean concern(Set<String> columns) {
        return !Collections.disjoint(columns, CONCERNED);
    }

    /** Another program may have published it by another rule. */
    @Override
    public void restored(Connection connection, List<Object> key) {
        // It stays as it was.
    }

    /** @throws ProblemException 409 naming what is missing */
    @Override
    public void after(Connection connection, List<Object> key) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT " + COLUMNS + " FROM data_registry WHERE id = ?", key);
                ResultSet row = select.executeQuery()) {
            if (row.next() && PublishRule.PUBLISHED.equals(row.getString("status"))) {
                List<Violation> missing = PublishRule.missing(row);
                if (!missing.isEmpty()) {
                    throw new ProblemException(Status.CONFLICT,
                            "the row says that it is published, and lacks what that takes; data_registry:publish publishes it",
                            missing);
                }
            }
        }
    }
}
