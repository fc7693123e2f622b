package org.dsa110.contimg.ingest.internal.grouping;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.dsa110.contimg.database.UnitOfWork;
import org.dsa110.contimg.ingest.internal.queue.GroupTransitionSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.observation.GroupingRule;

/**
 * The unit of work that gives a bunch of new files to groups: it takes one {@link Stretch} of time after the other and stores what
 * changes in it. It can be run twice; it only reads what it was made of.
 */
final class RecordingUnit implements UnitOfWork<Recorded> {
    private final Iterable<ArrivedFile> arrived;
    private final NavigableMap<String, ArrivedFile> setAside;
    private final GroupTransitionSql transitions;
    private final GroupingRule rule;
    private final Clock clock;

    /** @param setAside by their paths */
    RecordingUnit(Iterable<ArrivedFile> arrived, NavigableMap<String, ArrivedFile> setAside,
            GroupTransitionSql transitions, GroupingRule rule, Clock clock) {
        this.arrived = arrived;
        this.setAside = setAside;
        this.transitions = transitions;
        this.rule = rule;
        this.clock = clock;
    }

    @Override
    public Recorded run(Connection connection) throws SQLException {
        Recorded recorded = Recorded.nothing();
        double now = UnixTime.seconds(clock.instant());
        try (QueueSql rows = new QueueSql(connection)) {
            Map<String, ArrivedFile> byPath = new TreeMap<>(setAside);
            NavigableSet<ClusterFile> waiting = new TreeSet<>();
            for (ArrivedFile file : arrived) {
                if (rows.isRecorded(file.path())) {
                    recorded.known().add(file);
                } else {
                    byPath.put(file.path(), file);
                    waiting.add(ClusterFile.of(file));
                }
            }
            NavigableSet<ClusterFile> others = new TreeSet<>();
            setAside.values().forEach(file -> others.add(ClusterFile.of(file)));
            while (!waiting.isEmpty()) {
                Stretch stretch = Stretch.load(rows, rule, waiting, others);
                StretchChange change = new StretchChange(stretch, rows, byPath, recorded, now);
                for (String groupId : change.store()) {
                    if (transitions.becomePendingIfWhole(connection, groupId)) {
                        recorded.becamePending().add(groupId);
                    }
                }
            }
        }
        return recorded;
    }
}
