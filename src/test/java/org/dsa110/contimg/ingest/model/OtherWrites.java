package org.dsa110.contimg.ingest.model;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.dsa110.contimg.ingest.internal.grouping.FileGroups;

/** What another program does to the rows of the queue, as it likes. For one thread. */
final class OtherWrites {
    private static final int SUBBANDS = 16;
    /** Seconds after noon where no files arrive, and seconds from one group to the next. */
    private static final long FIRST = 10_000_000;
    private static final long BETWEEN = 1000;
    private static final int GROUPS = 30;
    private static final int MOST_GROUPS = 60;

    private final Scene scene;

    OtherWrites(Scene scene) {
        this.scene = scene;
    }

    void write(int way) throws SQLException {
        String group = scene.anyGroup();
        boolean there = scene.model.groups.containsKey(group);
        if (way < 910) {
            otherInserts();
        } else if (way < 935 && there) {
            String state = PeopleCalls.STATES.get(scene.random.nextInt(PeopleCalls.STATES.size()));
            scene.note("another program sets " + group + " to " + state);
            scene.other.execute("UPDATE ingest_queue SET state = '" + state + "' WHERE group_id = '" + group + "'");
            scene.model.otherSets(group, state);
            scene.written = group;
        } else if (way < 945 && there) {
            scene.note("another program replaces " + group);
            scene.other.insert("INSERT OR REPLACE", group, "pending", Set.of());
            scene.model.otherInserts(group, "pending", Set.of(), true);
        } else if (way < 960 && there) {
            long priority = scene.random.nextInt(4);
            scene.note("another program gives " + group + " priority " + priority + " and touches it");
            scene.other.execute("UPDATE ingest_queue SET priority = " + priority + ", last_update = last_update + 1"
                    + " WHERE group_id = '" + group + "'");
            scene.model.groups.get(group).priority = priority;
            scene.model.groups.get(group).lastUpdate++;
        } else if (way < 970 && there) {
            otherDeletes(group);
        } else {
            deleteEnded();
        }
    }

    private void otherInserts() throws SQLException {
        String group = FileGroups.group(FIRST + BETWEEN * scene.random.nextInt(GROUPS));
        if (scene.model.groups.containsKey(group)) {
            return;
        }
        String state = scene.random.nextInt(4) > 0
                ? "pending"
                : PeopleCalls.STATES.get(scene.random.nextInt(PeopleCalls.STATES.size()));
        Set<String> paths = new TreeSet<>();
        for (int subband = 0; subband < SUBBANDS; subband++) {
            paths.add("/elsewhere/" + group + "_sb%02d.hdf5".formatted(subband));
        }
        scene.note("another program inserts " + group + " as " + state);
        scene.other.insert("INSERT", group, state, paths);
        scene.model.otherInserts(group, state, paths, false);
    }

    private void otherDeletes(String group) throws SQLException {
        scene.note("another program deletes " + group);
        scene.other.execute("DELETE FROM ingest_queue WHERE group_id = '" + group + "'");
        if (scene.random.nextBoolean()) {
            scene.other.execute("DELETE FROM subband_files WHERE group_id = '" + group + "'");
        }
        scene.model.otherDeletes(group);
    }

    /** So that there are never too many. */
    private void deleteEnded() throws SQLException {
        for (String group : List.copyOf(scene.model.groups.keySet())) {
            if (scene.model.groups.size() > MOST_GROUPS && !scene.model.claims.containsKey(group)) {
                otherDeletes(group);
            }
        }
    }
}
