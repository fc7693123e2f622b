package org.dsa110.contimg.ingest.internal.conversion;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;

/** What is looked at in the whole queue at every tick. Each method is one unit of work on ingest, unless it says otherwise. Thread-safe. */
@ApplicationScoped
class QueueCounts {
    private final UnitExecutor units;
    private final TransitionSql transitions;

    QueueCounts(UnitExecutor units, TransitionSql transitions) {
        this.units = units;
        this.transitions = transitions;
    }

    /**
     * Makes pending what other programs have made whole: by a file of their own, or by expecting fewer. Writes only when there is such
     * a group, so that looking often costs a read alone.
     *
     * @return the groups that became pending
     */
    Uni<List<String>> promoteWhole() {
        return units.read(Database.INGEST, transitions::anyIsWhole)
                .chain(any -> any
                        ? units.write(Database.INGEST, transitions::allBecomePendingIfWhole)
                        : Uni.createFrom().item(List.of()));
    }

    /** How many groups are in each state, by its text; states that no group is in are missing. */
    Uni<Map<String, Long>> byState() {
        return units.read(Database.INGEST, connection -> {
            Map<String, Long> counts = new HashMap<>();
            try (PreparedStatement query = connection
                    .prepareStatement("SELECT state, count(*) FROM ingest_queue GROUP BY state");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
            }
            return counts;
        });
    }
}
