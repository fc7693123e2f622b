package org.dsa110.contimg.products.internal.sources;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.dsa110.contimg.database.Statements;

/**
 * What source_summaries keeps and is out of date: that of sources whose photometry has changed since it was computed; and all of it where the
 * schema has changed, as changes of photometry may have been hidden by that.
 */
public final class DueSummariesSql implements DueRows<DueSummariesSql.Name> {
    private static final String DUE = "SELECT rowid, source_id, typeof(source_id) FROM source_summaries WHERE due = 1";
    private static final String PAGE = " ORDER BY source_id LIMIT " + AT_ONCE;

    private static final String FORGET = "DELETE FROM source_summaries WHERE rowid = ? AND due = 1 AND NOT EXISTS"
            + " (SELECT 1 FROM photometry WHERE photometry.source_id = source_summaries.source_id)";
    private static final String COMPUTE = "UPDATE source_summaries SET due = 0, (ra_deg, dec_deg, n_measurements, n_images) = (SELECT "
            + SourceSql.COMPUTED + " FROM photometry WHERE photometry.source_id = source_summaries.source_id)"
            + " WHERE rowid = ? AND due = 1";
    /** From name to name along the index: a light curve has thousands of rows. */
    private static final List<String> MARK_ALL = List.of("UPDATE source_summaries SET due = 1 WHERE due = 0",
            "INSERT INTO source_summaries (source_id, due) WITH RECURSIVE measured (source_id) AS ("
                    + "SELECT min(source_id) FROM photometry UNION ALL"
                    + " SELECT (SELECT min(source_id) FROM photometry AS later WHERE later.source_id > measured.source_id)"
                    + " FROM measured WHERE measured.source_id IS NOT NULL)"
                    + " SELECT source_id, 1 FROM measured WHERE source_id IS NOT NULL AND NOT EXISTS"
                    + " (SELECT 1 FROM source_summaries AS s WHERE s.source_id = measured.source_id)",
            "DELETE FROM source_summaries_since",
            "INSERT INTO source_summaries_since (schema_version) SELECT schema_version FROM pragma_schema_version");

    /**
     * A name as it is stored: other programs can leave bytes there that are no text, or not UTF-8.
     *
     * @param bytes not null
     * @param text whether it is one, as far as SQLite knows
     */
    public record Name(byte[] bytes, boolean text) {
    }

    @Override
    public boolean allAreDue(Connection connection) throws SQLException {
        return is(connection, SourceSql.SEEN + " AND NOT " + SourceSql.FOUND);
    }

    @Override
    public void markAll(Connection connection) throws SQLException {
        if (allAreDue(connection)) {
            for (String sql : MARK_ALL) {
                update(connection, sql);
            }
        }
    }

    @Override
    public Page<Name> after(Connection connection, Name last) throws SQLException {
        String behind = last == null ? "" : " AND source_id > " + (last.text ? "CAST(? AS TEXT)" : "?");
        List<Object> bound = last == null ? List.of() : List.of(last.bytes);
        List<Long> numbers = new ArrayList<>();
        Name name = null;
        if (!is(connection, SourceSql.KEPT)) {
            return new Page<>(numbers, null);
        }
        try (PreparedStatement select = Statements.prepare(connection,
                DUE + behind + PAGE, bound); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
                name = new Name(row.getBytes(2), row.getString(3).equals("text"));
            }
        }
        return new Page<>(numbers, name);
    }

    @Override
    public void settle(Connection connection, long number) throws SQLException {
        if (is(connection, SourceSql.KEPT)) {
            update(connection, FORGET, number);
            update(connection, COMPUTE, number);
        }
    }

    private static boolean is(Connection connection, String condition) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection, "SELECT " + condition);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void update(Connection connection, String sql, Object... bound) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, sql, bound)) {
            statement.executeUpdate();
        }
    }
}
