package org.dsa110.contimg.ingest.internal.grouping;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.internal.queue.QueueSql;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.GroupRow;
import org.dsa110.contimg.observation.SubbandFileName;

/**
 * Brings the rows of a stretch from the groups that they make now to those that they should make. Rows that stay are not touched; a
 * group that begins earlier than before is renamed, so that all its columns stay with it. Used once, within one unit. Not
 * thread-safe.
 */
final class StretchChange {
    private final Stretch stretch;
    private final QueueSql rows;
    private final Map<String, ArrivedFile> offered;
    private final Recorded recorded;
    private final double now;
    /** The files that each group should have, in order of time. */
    private final TreeMap<String, TreeSet<ClusterFile>> wanted = new TreeMap<>();
    /** The group that each file should have, by the path of the file. */
    private final Map<String, String> groupOfPath = new HashMap<>();
    /** The groups that get or lose files. */
    private final NavigableSet<String> changed = new TreeSet<>();
    private final Map<String, Double> receivedAt = new HashMap<>();

    StretchChange(Stretch stretch, QueueSql rows, Map<String, ArrivedFile> offered, Recorded recorded, double now) {
        this.stretch = stretch;
        this.rows = rows;
        this.offered = offered;
        this.recorded = recorded;
        this.now = now;
    }

    /** @return the groups that got or lost files, in order of time */
    Iterable<String> store() throws SQLException {
        TimeClusters clusters = stretch.cluster();
        for (Map.Entry<LocalDateTime, List<ClusterFile>> frozen : clusters.frozen().entrySet()) {
            String groupId = SubbandFileName.timestampIso(frozen.getKey());
            Set<Long> taken = new HashSet<>();
            rows.filesOf(groupId).forEach(file -> taken.add(file.subband()));
            place(groupId, frozen.getValue(), taken);
        }
        clusters.collecting().forEach((first, files) -> place(SubbandFileName.timestampIso(first), files,
                new HashSet<>()));
        removeMovedFiles();
        removeVanishedFiles();
        storeGroups();
        storeFiles();
        for (String groupId : changed) {
            rows.touchGroup(groupId, receivedAt.get(groupId), now);
        }
        return changed;
    }

    /** Of several files with one subband the first in order of time has the place. */
    private void place(String groupId, List<ClusterFile> files, Set<Long> taken) {
        for (ClusterFile file : files) {
            if (taken.add(file.subband())) {
                wanted.computeIfAbsent(groupId, id -> new TreeSet<>()).add(file);
                groupOfPath.put(file.path(), groupId);
            } else {
                leaveOut(file, groupId);
            }
        }
    }

    private void leaveOut(ClusterFile file, String groupId) {
        ArrivedFile offeredFile = offered.get(file.path());
        if (offeredFile != null) {
            recorded.duplicates().add(new Recorded.Duplicate(offeredFile, groupId));
        } else {
            String filename = file.path().substring(file.path().lastIndexOf('/') + 1);
            SubbandFileName.parse(filename).map(name -> new ArrivedFile(name, file.path(), file.notReadable()))
                    .ifPresent(left -> recorded.duplicates().add(new Recorded.Duplicate(left, groupId)));
        }
    }

    private void removeMovedFiles() throws SQLException {
        for (ClusterFile file : stretch.files()) {
            if (file.recordedIn() != null && !file.recordedIn().equals(groupOfPath.get(file.path()))) {
                rows.deleteFile(file.path());
                changed.add(file.recordedIn());
            }
        }
    }

    private void removeVanishedFiles() throws SQLException {
        for (Map.Entry<String, String> file : stretch.vanished().entrySet()) {
            rows.deleteFile(file.getKey());
            changed.add(file.getValue());
        }
        recorded.vanished().putAll(stretch.vanished());
    }

    private void storeGroups() throws SQLException {
        NavigableSet<String> vacated = new TreeSet<>(changed);
        vacated.removeAll(wanted.keySet());
        for (Map.Entry<String, TreeSet<ClusterFile>> group : wanted.entrySet()) {
            String groupId = group.getKey();
            double received = receivedAt(groupId, group.getValue());
            if (!stretch.groups().containsKey(groupId)) {
                Optional<String> renamed = formerGroups(group.getValue()).filter(vacated::contains).findFirst();
                removeOrphans(groupId, group.getValue());
                if (renamed.isEmpty()) {
                    rows.insertGroup(groupId, received);
                } else {
                    rows.renameGroup(renamed.get(), groupId);
                    vacated.remove(renamed.get());
                    changed.remove(renamed.get());
                }
            }
            receivedAt.put(groupId, received);
        }
        for (String groupId : vacated) {
            rows.deleteGroup(groupId);
            changed.remove(groupId);
        }
    }

    /**
     * Rows that a deleted group of the same id has left. Those of files that lie where the new ones do are offered by themselves, if they are
     * still there, and one whose subband a new file has gives its place to that; the others belong to the new group.
     */
    private void removeOrphans(String groupId, Collection<ClusterFile> files) throws SQLException {
        for (QueueSql.FileRow left : rows.filesOf(groupId)) {
            if (files.stream().anyMatch(file -> file.subband() == left.subband()
                    || folder(file.path()).equals(folder(left.path())))) {
                rows.deleteOrphan(left.path());
            }
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** When the first of its files was seen; a frozen group keeps its time. */
    private double receivedAt(String groupId, Collection<ClusterFile> files) {
        GroupRow own = stretch.groups().get(groupId);
        if (own != null && !own.collecting()) {
            return own.receivedAt();
        }
        return formerGroups(files).mapToDouble(former -> stretch.groups().get(former).receivedAt())
                .reduce(own == null ? now : own.receivedAt(), Math::min);
    }

    private static Stream<String> formerGroups(Collection<ClusterFile> files) {
        return files.stream().map(ClusterFile::recordedIn).filter(Objects::nonNull);
    }

    /** A pending group is handed out with its late file; any other that is frozen goes on, or has ended, without it. */
    private void noteLate(ArrivedFile file, GroupRow group) {
        if (group != null && !group.collecting() && !group.state().equals(GroupState.PENDING.toString())) {
            recorded.late().add(new Recorded.Late(file, group.groupId(), group.state()));
        }
    }

    private void storeFiles() throws SQLException {
        for (Map.Entry<String, TreeSet<ClusterFile>> group : wanted.entrySet()) {
            for (ClusterFile file : group.getValue()) {
                if (!group.getKey().equals(file.recordedIn())) {
                    rows.insertFile(group.getKey(), file.subband(), file.path(), file.notReadable());
                    changed.add(group.getKey());
                }
                if (file.recordedIn() == null) {
                    recorded.files().add(offered.get(file.path()));
                    noteLate(offered.get(file.path()), stretch.groups().get(group.getKey()));
                }
            }
        }
    }
}
