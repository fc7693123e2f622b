package org.dsa110.contimg.ingest.internal.conversion;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.internal.queue.OutboxSql;
import org.dsa110.contimg.ingest.internal.queue.PauseSql;
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

    /**
     * What is counted. Immutable.
     *
     * @param byState how many groups are in each state, by its text; states that no group is in are missing
     * @param untold how often the other databases are still to hear what became of a group
     * @param paused whether no group is given out
     */
    record Counted(Map<String, Long> byState, long untold, boolean paused) {
        Counted {
            byState = Map.copyOf(byState);
        }
    }

    Uni<Counted> count() {
        return units.read(Database.INGEST, UnitOfWork.sql("count the queue",
                connection -> new Counted(byState(connection), OutboxSql.waiting(connection),
                        PauseSql.now(connection).isPresent())));
    }

    private static Map<String, Long> byState(Connection connection) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement query = connection
                .prepareStatement("SELECT state, count(*) FROM ingest_queue GROUP BY state");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                counts.put(String.valueOf(row.getString(1)), row.getLong(2));
            }
        }
        return counts;
    }
}
