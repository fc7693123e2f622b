package org.dsa110.contimg.housekeeping;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.Statements;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;

/**
 * Forgets the transitions of groups, and what was told of them to other databases, after a while. What is kept whatever its age: the history of
 * a group that is not completed or failed, and the last transition of every group that there is, from which the triggers see what changes
 * where another program replaces its row. Numbers are not given again (AUTOINCREMENT), so that who reads on from a number misses nothing.
 * How old something is goes by the newest of its table where that is before the time of day: a clock that runs ahead makes nothing old.
 * Thread-safe.
 */
@ApplicationScoped
class HistoryRetention implements HousekeepingTask {
    private static final int PAGE = 1000;
    private static final int BATCH = 250;

    private final UnitExecutor units;
    private final HousekeepingConfig config;
    private final Clock clock;

    /** What goes from a table; {@code condition} is of a row {@code t}, with a parameter for the time before which it is old. */
    private enum Kept {
        TRANSITIONS("queue_transitions", "at", """
            t.at < ? AND NOT EXISTS (SELECT 1 FROM ingest_queue q WHERE q.group_id = t.group_id
                AND (coalesce(q.state, '') NOT IN ('completed', 'failed')
                    OR t.id = (SELECT max(l.id) FROM queue_transitions l WHERE l.group_id = t.group_id)))"""), OUTBOX(
                "queue_outbox", "told_at", "t.told_at < ?");

        private final String table;
        private final String time;
        private final String condition;

        Kept(String table, String time, String condition) {
            this.table = table;
            this.time = time;
            this.condition = condition;
        }
    }

    /** Some of the rows of a table by their numbers: those that go, and the last that was looked at; null at the end. */
    private record Page(List<Long> old, Long last) {
    }

    HistoryRetention(UnitExecutor units, HousekeepingConfig config, Clock clock) {
        this.units = units;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String schedule() {
        return config.history().schedule();
    }

    @Override
    public HousekeepingReport run(boolean dryRun) {
        Map<String, Long> counts = new LinkedHashMap<>();
        List<String> examples = new ArrayList<>();
        for (Kept kept : Kept.values()) {
            double before = before(kept);
            long gone = 0;
            Long after = Long.MIN_VALUE;
            while (after != null) {
                Page page = page(kept, before, after);
                for (int from = 0; from < page.old().size(); from += BATCH) {
                    List<Long> ids = page.old().subList(from, Math.min(page.old().size(), from + BATCH));
                    gone += dryRun ? ids.size() : delete(kept, before, ids);
                    ids.stream().limit(HousekeepingReport.MOST_EXAMPLES / Kept.values().length
                            - examples.stream().filter(example -> example.startsWith(kept.table)).count())
                            .forEach(id -> examples.add(kept.table + " " + id));
                }
                after = page.last();
            }
            counts.put(kept.table, gone);
        }
        return new HousekeepingReport(counts, null, examples);
    }

    private double before(Kept kept) {
        double now = clock.millis() / 1000.0;
        double newest = units.read(Database.INGEST, UnitOfWork.sql("newest of the history", connection -> {
            try (PreparedStatement query = connection
                    .prepareStatement("SELECT max(" + kept.time + ") FROM " + kept.table);
                    ResultSet row = query.executeQuery()) {
                return row.next() && row.getObject(1) != null ? row.getDouble(1) : now;
            }
        })).await().indefinitely();
        return Math.min(now, newest) - config.history().keep().toSeconds();
    }

    private Page page(Kept kept, double before, long after) {
        return units.read(Database.INGEST, UnitOfWork.sql("look for old history", connection -> {
            List<Long> old = new ArrayList<>();
            Long last = null;
            int rows = 0;
            try (PreparedStatement query = Statements.prepare(connection, "SELECT t.id, " + kept.condition + " FROM "
                    + kept.table + " t WHERE t.id > ? ORDER BY t.id LIMIT " + PAGE, before, after);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    last = row.getLong(1);
                    rows++;
                    if (row.getBoolean(2)) {
                        old.add(last);
                    }
                }
            }
            return new Page(old, rows < PAGE ? null : last);
        })).await().indefinitely();
    }

    /** @return how many went; what has changed since it was looked at stays */
    private long delete(Kept kept, double before, List<Long> ids) {
        return units.write(Database.INGEST, UnitOfWork.sql("forget old history", connection -> {
            try (PreparedStatement delete = Statements.prepare(connection, "DELETE FROM " + kept.table
                    + " AS t WHERE t.id IN (SELECT value FROM json_each(?)) AND " + kept.condition, ids.toString(),
                    before)) {
                return (long) delete.executeUpdate();
            }
        })).await().indefinitely();
    }
}
