package org.dsa110.contimg.ingest.internal.steering;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Kind;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Stuck;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Throughput;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Worker;

/**
 * Reads where the queue stands, from indexes alone where there are many rows. What other programs have stored that is no number counts
 * as no time. Lives within one read unit on ingest. Not thread-safe.
 */
final class StatusSql {
    static final String STATES = "SELECT state, count(*), min(received_at) FROM ingest_queue GROUP BY state";
    /** Bounded on both sides: where the clock was set back, what it had said before lies ahead. */
    static final String COMPLETED = "SELECT count(*) FROM queue_transitions WHERE to_state = 'completed' AND at BETWEEN ? AND ?";
    static final String COLLECTING = "SELECT group_id, received_at, COALESCE(expected_subbands, 16),"
            + " (SELECT count(*) FROM subband_files f WHERE f.group_id = q.group_id) FROM ingest_queue q"
            + " WHERE state = 'collecting' AND received_at < ? ORDER BY received_at, group_id LIMIT "
            + QueueStatus.MOST_STUCK;
    /** In progress with nobody's claim is what another program has put there. */
    static final String UNCLAIMED = "SELECT group_id, last_update FROM ingest_queue q WHERE state = 'in_progress'"
            + " AND last_update < ? AND NOT EXISTS (SELECT 1 FROM queue_claims c WHERE c.group_id = q.group_id)"
            + " ORDER BY group_id LIMIT " + QueueStatus.MOST_STUCK;
    static final String CLAIMED = "SELECT group_id, worker, attempt, lease_seconds, beat_at FROM queue_claims"
            + " WHERE beat_at < ? - lease_seconds * ? ORDER BY beat_at LIMIT " + QueueStatus.MOST_STUCK;
    static final String UNTOLD = "SELECT group_id, created_at, attempts, error FROM queue_outbox"
            + " WHERE told_at IS NULL AND attempts > 0 ORDER BY id LIMIT " + QueueStatus.MOST_STUCK;
    /** From one name to the next along the index, as a worker has a name and many transitions. */
    static final String WORKERS = """
        WITH RECURSIVE
        named (worker) AS (
            SELECT min(changed_by) FROM queue_transitions WHERE token IS NOT NULL
            UNION ALL
            SELECT (SELECT min(changed_by) FROM queue_transitions WHERE token IS NOT NULL AND changed_by > worker)
            FROM named WHERE worker IS NOT NULL),
        held AS MATERIALIZED (
            SELECT worker, count(*) AS groups, max(beat_at) AS beat_at FROM queue_claims GROUP BY worker),
        known (worker) AS (SELECT worker FROM named WHERE worker IS NOT NULL UNION SELECT worker FROM held),
        seen AS (SELECT worker, coalesce(groups, 0) AS held, beat_at,
            (SELECT max(at) FROM queue_transitions WHERE token IS NOT NULL AND changed_by = worker) AS done_at
            FROM known LEFT JOIN held USING (worker))
        SELECT worker, max(coalesce(done_at, 0), coalesce(beat_at, 0)) AS last_seen, held,
            (SELECT count(*) FROM queue_transitions WHERE token IS NOT NULL AND changed_by = worker AND at >= ?1 AND to_state = 'in_progress'),
            (SELECT count(*) FROM queue_transitions WHERE token IS NOT NULL AND changed_by = worker AND at >= ?1 AND to_state = 'completed')
        FROM seen WHERE held > 0 OR done_at >= ?1 ORDER BY last_seen DESC, worker LIMIT"""
            + " " + QueueStatus.MOST_WORKERS;

    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    /** A worker that shows no sign of life for so much of its lease shows too few, or none any more. */
    private static final double SILENT = 0.75;

    private final Connection connection;
    private final double now;

    StatusSql(Connection connection, double now) {
        this.connection = connection;
        this.now = now;
    }

    /**
     * @param stuckAfter how long a group may lack subbands, seconds
     * @param lease how long a group that another program put into progress may show no sign of life, seconds
     */
    QueueStatus read(double stuckAfter, double lease) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Double> oldest = new TreeMap<>();
        for (GroupState state : GroupState.values()) {
            counts.put(state.toString(), 0L);
        }
        query(STATES, row -> {
            counts.put(String.valueOf(row.getString(1)), row.getLong(2));
            if (row.getObject(3) instanceof Number at) {
                oldest.put(String.valueOf(row.getString(1)), age(at.doubleValue()));
            }
        });
        Throughput throughput = Throughput.of(completedWithin(HOUR), completedWithin(DAY));
        PauseResource.Dispatching dispatching = PauseResource.Dispatching.now(connection);
        return new QueueStatus(now, counts, oldest, throughput,
                dispatching.paused() ? null : throughput.secondsFor(counts.get(GroupState.PENDING.toString())),
                dispatching, stuck(stuckAfter, lease), OutboxSql.waiting(connection), workers());
    }

    private long completedWithin(double seconds) throws SQLException {
        long[] count = new long[1];
        query(COMPLETED, row -> count[0] = row.getLong(1), now - seconds, now + seconds);
        return count[0];
    }

    private List<Stuck> stuck(double stuckAfter, double lease) throws SQLException {
        List<Stuck> stuck = new ArrayList<>();
        query(COLLECTING, row -> stuck.add(stuck(row.getString(1), Kind.COLLECTING, row.getDouble(2),
                "has " + row.getLong(4) + " of " + row.getLong(3) + " subbands")), now - stuckAfter);
        List<Stuck> silent = new ArrayList<>();
        query(CLAIMED, row -> silent.add(stuck(row.getString(1), Kind.SILENT, row.getDouble(5),
                String.format("worker %s shows no sign of life in attempt %d; its lease is %.0f s", row.getString(2),
                        row.getLong(3), row.getDouble(4)))),
                now, SILENT);
        query(UNCLAIMED, row -> silent.add(stuck(row.getString(1), Kind.SILENT, row.getDouble(2),
                String.format("another program put it into progress and does not touch it; it has %.0f s", lease))),
                now - SILENT * lease);
        silent.sort(Comparator.comparingDouble(Stuck::forSeconds).reversed());
        stuck.addAll(silent.subList(0, Math.min(silent.size(), QueueStatus.MOST_STUCK)));
        query(UNTOLD, row -> stuck.add(stuck(row.getString(1), Kind.UNTOLD, row.getDouble(2),
                "told " + row.getLong(3) + " times without success: " + row.getString(4))));
        return stuck;
    }

    private Stuck stuck(String groupId, Kind kind, double since, String why) {
        return new Stuck(groupId, kind.toString(), age(since), why);
    }

    private List<Worker> workers() throws SQLException {
        List<Worker> workers = new ArrayList<>();
        query(WORKERS, row -> workers.add(new Worker(row.getString(1), row.getDouble(2), row.getLong(3),
                row.getLong(4), row.getLong(5))), now - DAY);
        return workers;
    }

    private double age(double at) {
        return Math.max(0, now - at);
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each, Object... values) throws SQLException {
        try (PreparedStatement query = Statements.prepare(connection, sql, values);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                each.read(row);
            }
        }
    }
}
