package org.dsa110.contimg.ingest.internal.grouping;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;

import org.dsa110.contimg.observation.GroupingRule;

/**
 * Which files belong together by the {@link GroupingRule}. The outcome depends on the set of files alone, not on the order in which they
 * came.
 *
 * <p>Groups that somebody already works on are frozen: they stay what they are, and a file within the tolerance of one, before or
 * after its first timestamp, belongs to it. A file that is recorded in a collecting group leaves it for an earlier frozen one only.
 *
 * @param collecting the files of each collecting group by its first timestamp, which is the group's id
 * @param frozen the files that belong to each frozen group by its id
 */
record TimeClusters(TreeMap<LocalDateTime, List<ClusterFile>> collecting,
        TreeMap<LocalDateTime, List<ClusterFile>> frozen) {

    /**
     * Forms the groups of a stretch of time.
     *
     * @param files those of collecting groups and those that are new
     * @param frozenGroups the ids of the groups that are not collecting
     */
    static TimeClusters of(SortedSet<ClusterFile> files, NavigableSet<LocalDateTime> frozenGroups,
            GroupingRule rule) {
        TimeClusters clusters = new TimeClusters(new TreeMap<>(), new TreeMap<>());
        LocalDateTime open = null;
        for (ClusterFile file : files) {
            LocalDateTime time = file.timestamp();
            LocalDateTime before = frozenGroups.floor(time);
            LocalDateTime after = frozenGroups.higher(time);
            if (before != null && rule.holds(before, time)) {
                clusters.join(clusters.frozen, before, file);
            } else if (open != null && rule.holds(open, time)) {
                clusters.join(clusters.collecting, open, file);
            } else if (file.recordedIn() == null && after != null && rule.holds(time, after)) {
                clusters.join(clusters.frozen, after, file);
            } else {
                open = time;
                clusters.join(clusters.collecting, open, file);
            }
        }
        return clusters;
    }

    private void join(TreeMap<LocalDateTime, List<ClusterFile>> groups, LocalDateTime group, ClusterFile file) {
        groups.computeIfAbsent(group, first -> new ArrayList<>()).add(file);
    }
}
