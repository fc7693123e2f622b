package org.dsa110.contimg.products.internal.variability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.dsa110.contimg.database.Statements;

/**
 * Keeps the statistics of one source after the other in step with its photometry, on the connection of one unit of work. A measurement
 * that is added goes into running sums (variability_sums); for one that goes or changes, the source's others are read again, since its
 * extremes do not follow from sums. Not thread-safe.
 */
final class VariabilitySql {
    private static final long NO_ROW = -1;

    private final Connection connection;
    private final double now;

    /** @param now Unix seconds */
    VariabilitySql(Connection connection, double now) {
        this.connection = connection;
        this.now = now;
    }

    /** @param id of a row of photometry that was added */
    void added(long id) throws SQLException {
        String source = source(id);
        if (source == null) {
            return;
        }
        FluxSums sums = sums(source);
        if (sums == null) {
            compute(source);
            return;
        }
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT " + Measurement.COLUMNS + " FROM photometry WHERE id = ?", id);
                ResultSet row = select.executeQuery()) {
            row.next();
            sums.add(Measurement.of(row));
        }
        store(source, sums);
        DueSourcesSql.counted(connection, source, id);
    }

    /** @param id of a row of photometry that is about to go, or to change */
    void removing(long id) throws SQLException {
        String source = source(id);
        if (source != null) {
            computeWithout(source, id);
        }
    }

    /** Computes the statistics of a source from all its rows. */
    void compute(String source) throws SQLException {
        computeWithout(source, NO_ROW);
    }

    private void computeWithout(String source, long id) throws SQLException {
        FluxSums sums = new FluxSums();
        try (PreparedStatement select = Statements.prepare(connection, "SELECT " + Measurement.COLUMNS
                + " FROM photometry WHERE source_id = ? AND id <> ? ORDER BY id", source, id);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                sums.add(Measurement.of(row));
            }
        }
        store(source, sums);
        DueSourcesSql.settled(connection, source);
    }

    /** Null where it has none; also where that is a BLOB or not UTF-8, which must not be taken for the source of the same letters. */
    private String source(long id) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT source_id FROM photometry WHERE id = ? AND typeof(source_id) = 'text'", id);
                ResultSet row = select.executeQuery()) {
            return row.next() ? SourceNamesSql.text(row.getBytes(1)) : null;
        }
    }

    private FluxSums sums(String source) throws SQLException {
        try (PreparedStatement select = Statements.prepare(connection,
                "SELECT * FROM variability_sums WHERE source_id = ?", source);
                ResultSet row = select.executeQuery()) {
            return row.next() ? FluxSums.read(row) : null;
        }
    }

    private void store(String source, FluxSums sums) throws SQLException {
        upsert("variability_sums", source, sums.values());
        Map<String, Object> statistics = new LinkedHashMap<>(sums.statistics());
        statistics.put("updated_at", now);
        if (statistics.containsKey("ra_deg")) {
            upsert("variability_stats", source, statistics);
        } else {
            // No measurement says where the source is, which a new row must say; one that is there from before keeps its position.
            update(source, statistics);
        }
    }

    private void upsert(String table, String source, Map<String, Object> values) throws SQLException {
        List<Object> bound = new ArrayList<>(List.of(source));
        bound.addAll(values.values());
        String columns = String.join(", ", values.keySet());
        String marks = values.keySet().stream().map(column -> ", ?").collect(Collectors.joining());
        String assignments = values.keySet().stream().map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        try (PreparedStatement upsert = Statements.prepare(connection,
                "INSERT INTO " + table + " (source_id, " + columns + ") VALUES (?" + marks
                        + ") ON CONFLICT (source_id) DO UPDATE SET " + assignments,
                bound)) {
            upsert.executeUpdate();
        }
    }

    private void update(String source, Map<String, Object> values) throws SQLException {
        List<Object> bound = new ArrayList<>(values.values());
        bound.add(source);
        String assignments = values.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        try (PreparedStatement update = Statements.prepare(connection,
                "UPDATE variability_stats SET " + assignments + " WHERE source_id = ?",
                bound)) {
            update.executeUpdate();
        }
    }
}
