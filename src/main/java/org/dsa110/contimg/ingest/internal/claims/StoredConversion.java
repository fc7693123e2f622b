package org.dsa110.contimg.ingest.internal.claims;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dsa110.contimg.ingest.internal.queue.KeptStatements;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;

/**
 * What is stored of a conversion beside the state of its group: its times, and what other databases are to hear of it. Immutable.
 *
 * @param claimedAt when the group was claimed for it, Unix seconds
 */
record StoredConversion(String groupId, Converted converted, double claimedAt) {
    private static final String UPDATE = """
        UPDATE performance_metrics SET load_time = ?, phase_time = ?, write_time = ?, total_time = ?,
            writer_type = coalesce(?, writer_type), recorded_at = ?, subband_count = ? WHERE group_id = ?""";
    private static final String INSERT = """
        INSERT INTO performance_metrics
            (load_time, phase_time, write_time, total_time, writer_type, recorded_at, subband_count, group_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
    /** Of several, each an array of the values above. A double comes back from JSON as it was. */
    private static final String UPDATE_ALL = """
        UPDATE performance_metrics SET load_time = j.value ->> 0, phase_time = j.value ->> 1, write_time = j.value ->> 2,
            total_time = j.value ->> 3, writer_type = coalesce(j.value ->> 4, writer_type), recorded_at = j.value ->> 5,
            subband_count = j.value ->> 6
        FROM json_each(?) j WHERE group_id = j.value ->> 7""";
    private static final String INSERT_ALL = """
        INSERT INTO performance_metrics
            (load_time, phase_time, write_time, total_time, writer_type, recorded_at, subband_count, group_id)
        SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, j.value ->> 6, j.value ->> 7
        FROM json_each(?) j
        WHERE NOT EXISTS (SELECT 1 FROM performance_metrics m WHERE m.group_id = j.value ->> 7)""";

    /**
     * Stores all, each of a group of its own, within a write unit on ingest.
     *
     * @param now Unix seconds
     */
    static void store(KeptStatements statements, List<StoredConversion> conversions, double now) throws SQLException {
        if (conversions.size() == 1) {
            conversions.get(0).store(statements, now);
        } else if (!conversions.isEmpty()) {
            storeAll(statements, conversions, now);
        }
    }

    private void store(KeptStatements statements, double now) throws SQLException {
        Object[] values = {converted.loadTime(), converted.phaseTime(), converted.writeTime(), total(now),
                converted.writerType(), now,
                converted.files() == null ? subbands(statements) : converted.files().size(), groupId};
        // Another program's table may have no key that an upsert could go by.
        if (statements.change(UPDATE, values) == 0) {
            statements.change(INSERT, values);
        }
        OutboxSql.add(statements, groupId, OutboxSql.Kind.CONVERTED, OutcomeJson.of(converted, claimedAt), now);
    }

    private static void storeAll(KeptStatements statements, List<StoredConversion> conversions, double now)
            throws SQLException {
        Map<String, Long> subbands = subbands(statements, conversions);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        Map<String, String> contents = new LinkedHashMap<>();
        for (StoredConversion conversion : conversions) {
            Converted converted = conversion.converted;
            rows.addArray().add(converted.loadTime()).add(converted.phaseTime()).add(converted.writeTime())
                    .add(conversion.total(now)).add(converted.writerType()).add(now)
                    .add(subbands.getOrDefault(conversion.groupId, 0L)).add(conversion.groupId);
            contents.put(conversion.groupId, OutcomeJson.of(converted, conversion.claimedAt));
        }
        statements.change(UPDATE_ALL, rows.toString());
        statements.change(INSERT_ALL, rows.toString());
        OutboxSql.addAll(statements, OutboxSql.Kind.CONVERTED, contents, now);
    }

    /** Of the whole conversion, seconds; since the claim where nobody said. */
    private double total(double now) {
        return converted.totalTime() == null ? Math.max(0, now - claimedAt) : converted.totalTime();
    }

    /** How many subbands the group has. */
    private long subbands(KeptStatements statements) throws SQLException {
        try (ResultSet row = statements
                .with("SELECT count(DISTINCT subband_idx) FROM subband_files WHERE group_id = ?", groupId)
                .executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many subbands were converted, by group: those that the service handed out, else those that the group has. */
    private static Map<String, Long> subbands(KeptStatements statements, List<StoredConversion> conversions)
            throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        ArrayNode unknown = JsonNodeFactory.instance.arrayNode();
        for (StoredConversion conversion : conversions) {
            if (conversion.converted.files() == null) {
                unknown.add(conversion.groupId);
            } else {
                counts.put(conversion.groupId, (long) conversion.converted.files().size());
            }
        }
        try (ResultSet row = statements.with("""
            SELECT group_id, count(DISTINCT subband_idx) FROM subband_files
            WHERE group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id""", unknown.toString())
                .executeQuery()) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return counts;
    }
}
