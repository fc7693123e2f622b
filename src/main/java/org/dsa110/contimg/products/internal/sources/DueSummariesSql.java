package org.dsa110.contimg.products.internal.sources;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;

/**
 * What source_summaries keeps and is not to be trusted: that of sources whose photometry has changed since it was computed; and all of it
 * while changes may be unseen, so that none is taken for right later on.
 */
public final class DueSummariesSql implements DueRows<DueSummariesSql.Name> {
    private static final String DUE = "SELECT rowid, source_id, typeof(source_id) FROM source_summaries WHERE due = 1";
    private static final String NOT_DUE = "SELECT rowid, source_id, typeof(source_id) FROM source_summaries WHERE due = 0";
    private static final String PAGE = " ORDER BY source_id LIMIT " + AT_ONCE;

    private static final String FORGET = "DELETE FROM source_summaries WHERE rowid = ? AND due = 1 AND NOT EXISTS"
            + " (SELECT 1 FROM photometry WHERE photometry.source_id = source_summaries.source_id)";
    private static final String COMPUTE = "UPDATE source_summaries SET due = 0, (ra_deg, dec_deg, n_measurements, n_images) = (SELECT "
            + SourceSql.COMPUTED + " FROM photometry WHERE photometry.source_id = source_summaries.source_id)"
            + " WHERE rowid = ? AND due = 1";
    private static final String MARK = "UPDATE source_summaries SET due = 1 WHERE rowid = ? AND due = 0";

    /**
     * A name as it is stored: other programs can leave bytes there that are no text, or not UTF-8.
     *
     * @param bytes not null
     * @param text whether it is one, as far as SQLite knows
     */
    public record Name(byte[] bytes, boolean text) {
    }

    @Override
    public Page<Name> after(Connection connection, Name last) throws SQLException {
        String behind = last == null ? "" : " AND source_id > " + (last.text ? "CAST(? AS TEXT)" : "?");
        List<Object> bound = last == null ? List.of() : List.of(last.bytes);
        List<Long> numbers = new ArrayList<>();
        Name name = null;
        try (PreparedStatement select = Statements.prepare(connection,
                (isKept(connection) ? DUE : NOT_DUE) + behind + PAGE, bound); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
                name = new Name(row.getBytes(2), row.getString(3).equals("text"));
            }
        }
        return new Page<>(numbers, name);
    }

    @Override
    public void settle(Connection connection, long number) throws SQLException {
        if (isKept(connection)) {
            update(connection, FORGET, number);
            update(connection, COMPUTE, number);
        } else {
            update(connection, MARK, number);
        }
    }

    private static boolean isKept(Connection connection) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection, "SELECT " + SourceSql.KEPT);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void update(Connection connection, String sql, long number) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, sql, number)) {
            statement.executeUpdate();
        }
    }
}
