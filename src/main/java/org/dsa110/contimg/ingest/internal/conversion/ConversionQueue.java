package org.dsa110.contimg.ingest.internal.conversion;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.ingest.ConversionTimes;
import org.dsa110.contimg.ingest.internal.queue.GroupTransitionSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;

/** The queue as workers use it. Each method is one unit of work on ingest, unless it says otherwise. Thread-safe. */
@ApplicationScoped
class ConversionQueue {
    private final UnitsOfWork units;
    private final GroupTransitionSql transitions;
    private final Clock clock;

    ConversionQueue(UnitsOfWork units, GroupTransitionSql transitions, Clock clock) {
        this.units = units;
        this.transitions = transitions;
        this.clock = clock;
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

    /** Takes the earliest pending group; empty when there is none. No other claim gets the same. */
    Uni<Optional<ClaimedGroup>> claimNext() {
        return units.write(Database.INGEST, connection -> {
            Optional<String> groupId = transitions.claimNext(connection);
            return groupId.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ClaimedGroup(groupId.get(), paths(connection, groupId.get())));
        });
    }

    /**
     * Stores the times of a conversion and completes the group, both or neither.
     *
     * @param total wall time of the conversion
     * @return whether the group was in progress, and not changed by somebody else
     */
    Uni<Boolean> complete(String groupId, ConverterResult result, Duration total) {
        return units.write(Database.INGEST, connection -> {
            if (!transitions.complete(connection, groupId)) {
                return false;
            }
            ConversionTimes times = ConversionTimes.findById(groupId);
            if (times == null) {
                times = new ConversionTimes();
                times.groupId = groupId;
            }
            times.loadTime = result.loadTime();
            times.phaseTime = result.phaseTime();
            times.writeTime = result.writeTime();
            times.totalTime = total.toNanos() / 1e9;
            times.recordedAt = UnixTime.seconds(clock.instant());
            times.persist();
            return true;
        });
    }

    /** @return whether the group was in progress */
    Uni<Boolean> fail(String groupId, String error) {
        return units.write(Database.INGEST, connection -> transitions.fail(connection, groupId, error));
    }

    /** @return whether the group was in progress */
    Uni<Boolean> release(String groupId) {
        return units.write(Database.INGEST, connection -> transitions.release(connection, groupId));
    }

    /** How many groups are in each state, by its text; states that no group is in are missing. */
    Uni<Map<String, Long>> countByState() {
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

    private static List<String> paths(Connection connection, String groupId) throws SQLException {
        try (QueueSql rows = new QueueSql(connection)) {
            return rows.filesOf(groupId).stream().map(QueueSql.FileRow::path).toList();
        }
    }
}
