package org.dsa110.contimg.ingest.internal.grouping;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.GroupRow;
import org.dsa110.contimg.observation.GroupingRule;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * The stretch of time around a new file, or a group that loses one, whose groups must be formed together. It grows until no other group or file begins within
 * the tolerance after its last file: then what is done in it changes nothing outside. Real observations are 300 s apart, so it mostly
 * is one group. Not thread-safe.
 */
final class Stretch {
    private static final LocalDateTime EARLIEST = LocalDateTime.of(0, 1, 1, 0, 0);
    private static final LocalDateTime LATEST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);

    private final QueueSql rows;
    private final GroupingRule rule;
    private final TreeMap<String, GroupRow> groups = new TreeMap<>();
    private final TreeSet<ClusterFile> files = new TreeSet<>();
    private final TreeSet<LocalDateTime> frozen = new TreeSet<>();
    private final Set<String> gone;
    private final Map<String, String> vanished = new TreeMap<>();
    private LocalDateTime from;
    private LocalDateTime to;

    private Stretch(QueueSql rows, GroupingRule rule, LocalDateTime first, Set<String> gone) {
        this.gone = gone;
        this.rows = rows;
        this.rule = rule;
        this.from = earlier(first);
        this.to = later(first);
    }

    /**
     * Loads the stretch around the first of some new files.
     *
     * @param arrived files that no group has; those in the stretch are taken out
     * @param setAside like {@code arrived}, and left in
     * @param gone the paths of recorded files that are no longer there
     */
    static Stretch load(QueueSql rows, GroupingRule rule, NavigableSet<ClusterFile> arrived,
            NavigableSet<ClusterFile> setAside, Set<String> gone) throws SQLException {
        ClusterFile first = arrived.first();
        Stretch stretch = new Stretch(rows, rule, first.timestamp(), gone);
        stretch.grow(arrived, setAside.tailSet(first, false));
        return stretch;
    }

    /** Loads the stretch around a group's first timestamp, with no file that is new. */
    static Stretch around(LocalDateTime group, QueueSql rows, GroupingRule rule, NavigableSet<ClusterFile> setAside,
            Set<String> gone) throws SQLException {
        Stretch stretch = new Stretch(rows, rule, group, gone);
        TreeSet<ClusterFile> others = new TreeSet<>(setAside);
        others.removeIf(file -> file.timestamp().isBefore(group));
        stretch.grow(new TreeSet<>(), others);
        return stretch;
    }

    private void grow(NavigableSet<ClusterFile> arrived, NavigableSet<ClusterFile> others) throws SQLException {
        boolean grew = true;
        while (grew) {
            grew = takeFrom(arrived) | addFrom(others) | loadGroups();
        }
    }

    /** Its groups by id; some are collecting, the others frozen. */
    NavigableMap<String, GroupRow> groups() {
        return groups;
    }

    /** The recorded files of its collecting groups that are no longer there, each with its group; not among {@link #files}. */
    Map<String, String> vanished() {
        return vanished;
    }

    /** Its files, but for those of frozen groups. */
    NavigableSet<ClusterFile> files() {
        return files;
    }

    TimeClusters cluster() {
        return TimeClusters.of(files, frozen, rule);
    }

    private boolean takeFrom(NavigableSet<ClusterFile> arrived) {
        boolean grew = false;
        while (!arrived.isEmpty() && !arrived.first().timestamp().isAfter(to)) {
            add(arrived.pollFirst());
            grew = true;
        }
        return grew;
    }

    private boolean addFrom(NavigableSet<ClusterFile> others) {
        int before = files.size();
        for (ClusterFile file : others) {
            if (file.timestamp().isAfter(to)) {
                break;
            }
            add(file);
        }
        return files.size() > before;
    }

    private boolean loadGroups() throws SQLException {
        boolean grew = false;
        for (GroupRow group : rows.groupsBetween(SubbandFileName.timestampIso(from),
                SubbandFileName.timestampIso(to))) {
            Optional<LocalDateTime> first = SubbandFileName.parseTimestamp(group.groupId());
            if (first.isEmpty() || groups.putIfAbsent(group.groupId(), group) != null) {
                continue;
            }
            grew = true;
            if (group.collecting()) {
                for (QueueSql.FileRow file : rows.filesOf(group.groupId())) {
                    if (gone.contains(file.path())) {
                        vanished.put(file.path(), group.groupId());
                        continue;
                    }
                    add(new ClusterFile(timestamp(file.path()).orElse(first.get()), file.subband(), file.path(),
                            file.notReadable(), group.groupId()));
                }
            } else {
                frozen.add(first.get());
            }
        }
        return grew;
    }

    /** Takes a file in, and widens the stretch by it; also to earlier times, as other programs made groups whose id is not the earliest timestamp. */
    private void add(ClusterFile file) {
        files.add(file);
        if (file.timestamp().isBefore(from)) {
            from = earlier(file.timestamp());
        }
        if (later(file.timestamp()).isAfter(to)) {
            to = later(file.timestamp());
        }
    }

    private static Optional<LocalDateTime> timestamp(String path) {
        return SubbandFileName.parse(path.substring(path.lastIndexOf('/') + 1)).map(SubbandFileName::timestamp);
    }

    private LocalDateTime earlier(LocalDateTime time) {
        LocalDateTime earlier = time.minus(rule.tolerance());
        return earlier.isBefore(EARLIEST) ? EARLIEST : earlier;
    }

    private LocalDateTime later(LocalDateTime time) {
        LocalDateTime later = time.plus(rule.tolerance());
        return later.isAfter(LATEST) ? LATEST : later;
    }
}
