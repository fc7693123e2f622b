package org.dsa110.contimg.ingest.internal.grouping;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitsOfWork;
import org.dsa110.contimg.ingest.internal.queue.GroupTransitionSql;
import org.dsa110.contimg.observation.GroupingConfig;
import org.dsa110.contimg.observation.GroupingRule;

/** Gives files to observation groups by their time. Thread-safe. */
@ApplicationScoped
class GroupRecorder {
    private final UnitsOfWork units;
    private final GroupTransitionSql transitions;
    private final GroupingConfig config;
    private final Clock clock;

    GroupRecorder(UnitsOfWork units, GroupTransitionSql transitions, GroupingConfig config, Clock clock) {
        this.units = units;
        this.transitions = transitions;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Records files in one write unit: each goes into the group of its time, which is made, or renamed to an earlier timestamp, when
     * need be; a group that is whole with them becomes pending. Files that are recorded already, and those whose subband their
     * group has, change nothing.
     *
     * @param arrived in any order; some hundreds at a time, so that the unit is short
     * @param setAside the duplicates of earlier calls, each of which may now find a place
     */
    Uni<Recorded> record(Collection<ArrivedFile> arrived, Collection<ArrivedFile> setAside) {
        TreeMap<String, ArrivedFile> others = new TreeMap<>();
        setAside.forEach(file -> others.put(file.path(), file));
        arrived.forEach(file -> others.remove(file.path()));
        return units.write(Database.INGEST,
                new RecordingUnit(List.copyOf(arrived), others, transitions,
                        new GroupingRule(config.clusterTolerance()), clock));
    }
}
