package org.dsa110.contimg.ingest.internal.grouping;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;
import org.dsa110.contimg.ingest.internal.queue.UnixTime;
import org.dsa110.contimg.observation.GroupingConfig;
import org.dsa110.contimg.observation.GroupingRule;
import org.dsa110.contimg.observation.SubbandFileName;

/** Gives files to observation groups by their time. Thread-safe. */
@ApplicationScoped
class GroupRecorder {
    private final UnitExecutor units;
    private final TransitionSql transitions;
    private final GroupingConfig config;
    private final Clock clock;

    GroupRecorder(UnitExecutor units, TransitionSql transitions, GroupingConfig config, Clock clock) {
        this.units = units;
        this.transitions = transitions;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Records files in one write unit: each goes into the group of its time, which is made, or renamed to an earlier timestamp, when
     * need be; a group that is whole with them becomes pending. Files that are recorded already, and those whose subband their
     * group has, change nothing. A file whose group was deleted is as good as not recorded.
     *
     * @param arrived in any order; some hundreds at a time, so that the unit is short
     * @param setAside the duplicates of earlier calls, each of which may now find a place
     */
    Uni<Recorded> record(Collection<ArrivedFile> arrived, Collection<ArrivedFile> setAside) {
        return record(arrived, setAside, Set.of());
    }

    /**
     * Takes files out of the groups that still collect, in one write unit: a group without its first file is renamed to a later timestamp,
     * one without any goes away, and a duplicate may find its place. Groups that are worked on keep what they have.
     *
     * @param gone the paths of files that are no longer there
     * @param setAside the duplicates
     */
    Uni<Recorded> remove(Set<String> gone, Collection<ArrivedFile> setAside) {
        return record(List.of(), setAside, Set.copyOf(gone));
    }

    private Uni<Recorded> record(Collection<ArrivedFile> arrived, Collection<ArrivedFile> setAside, Set<String> gone) {
        Map<String, ArrivedFile> others = new TreeMap<>();
        setAside.forEach(file -> others.put(file.path(), file));
        arrived.forEach(file -> others.remove(file.path()));
        Collection<ArrivedFile> asked = List.copyOf(arrived);
        GroupingRule rule = new GroupingRule(config.clusterTolerance());
        return units.write(Database.INGEST, connection -> record(connection, asked, others, gone, rule));
    }

    /** Takes one {@link Stretch} of time after the other and stores what changes in it. May run twice: it only reads what it is given. */
    private Recorded record(Connection connection, Collection<ArrivedFile> arrived, Map<String, ArrivedFile> setAside,
            Set<String> gone, GroupingRule rule) throws SQLException {
        Recorded recorded = Recorded.nothing();
        double now = UnixTime.seconds(clock.instant());
        try (QueueSql rows = new QueueSql(connection)) {
            Map<String, ArrivedFile> byPath = new TreeMap<>(setAside);
            NavigableSet<ClusterFile> waiting = new TreeSet<>();
            for (ArrivedFile file : arrived) {
                if (rows.isRecorded(file.path())) {
                    recorded.known().add(file);
                } else {
                    rows.deleteOrphan(file.path());
                    byPath.put(file.path(), file);
                    waiting.add(ClusterFile.of(file));
                }
            }
            NavigableSet<ClusterFile> others = new TreeSet<>();
            setAside.values().forEach(file -> others.add(ClusterFile.of(file)));
            while (!waiting.isEmpty()) {
                Stretch stretch = Stretch.load(rows, rule, waiting, others, gone);
                store(connection, new StretchChange(stretch, rows, byPath, recorded, now), recorded);
            }
            for (String path : gone) {
                Optional<LocalDateTime> group = rows.collectingGroupOf(path).flatMap(SubbandFileName::parseTimestamp);
                if (group.isPresent()) {
                    Stretch stretch = Stretch.around(group.get(), rows, rule, others, gone);
                    store(connection, new StretchChange(stretch, rows, byPath, recorded, now), recorded);
                }
            }
        }
        return recorded;
    }

    private void store(Connection connection, StretchChange change, Recorded recorded) throws SQLException {
        for (String groupId : change.store()) {
            if (transitions.becomePendingIfWhole(connection, groupId)) {
                recorded.becamePending().add(groupId);
            }
        }
    }
}
