package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.ingest.internal.grouping.FileGroups.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;

/** Files in random order, some of them twice, some vanishing, while groups among them are worked on and the service starts again. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class FrozenGroupsTest {
    private static final int ROUNDS = 30;
    private static final List<GroupState> FROZEN = List.of(GroupState.PENDING, GroupState.IN_PROGRESS,
            GroupState.COMPLETED, GroupState.FAILED);

    @Inject
    GroupRecorder recorder;
    @Inject
    IngestDatabase database;

    /** What may not change of a group from when it is frozen. */
    private record Frozen(String state, String receivedAt, Set<String> paths) {
    }

    @Test
    void noOrderOfArrivalsFreezesAndRestartsBreaksTheGroups() {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            System.out.printf("frozen groups, seed %d%n", seed);
            database.clear();
            round(new Random(seed), "seed " + seed);
        }
    }

    private void round(Random random, String seed) {
        List<ArrivedFile> files = files(random);
        Map<String, Frozen> frozen = new HashMap<>();
        FileGroups groups = new FileGroups(recorder);
        for (int from = 0; from < files.size();) {
            int to = Math.min(files.size(), from + 1 + random.nextInt(8));
            groups.record(files.subList(from, to));
            from = to;
            assertSound(frozen, seed);
            if (random.nextInt(3) == 0) {
                freezeOne(random, frozen);
            }
            if (random.nextInt(3) == 0) {
                vanishOne(random, groups, frozen);
                assertSound(frozen, seed);
            }
            if (random.nextInt(6) == 0) {
                // After a restart the scanner knows no duplicates, and offers all that it finds in the folder.
                groups = new FileGroups(recorder);
                groups.record(files.subList(0, to));
                assertSound(frozen, seed);
            }
        }
    }

    /** Fewer subbands than make a group whole, so that only this test freezes groups. */
    private static List<ArrivedFile> files(Random random) {
        Set<ArrivedFile> files = new TreeSet<>();
        for (int i = 5 + random.nextInt(45); i > 0; i--) {
            long second = random.nextInt(600);
            int subband = random.nextInt(12);
            files.add(file("/a", second, subband));
            if (random.nextInt(4) == 0) {
                files.add(file("/b", second, subband));
            }
        }
        List<ArrivedFile> shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private void freezeOne(Random random, Map<String, Frozen> frozen) {
        List<String> collecting = new ArrayList<>(database.groups().keySet());
        collecting.removeAll(frozen.keySet());
        if (collecting.isEmpty()) {
            return;
        }
        String group = collecting.get(random.nextInt(collecting.size()));
        GroupState state = FROZEN.get(random.nextInt(FROZEN.size()));
        database.state(group, state);
        frozen.put(group, new Frozen(state.toString(), database.groups("received_at").get(group),
                new HashSet<>(pathsByGroup().get(group))));
    }

    private void vanishOne(Random random, FileGroups groups, Map<String, Frozen> frozen) {
        Map<String, String> before = database.files();
        if (before.isEmpty()) {
            return;
        }
        String path = List.copyOf(before.keySet()).get(random.nextInt(before.size()));
        groups.vanish(path);
        assertThat(database.files().containsKey(path)).isEqualTo(frozen.containsKey(before.get(path)));
    }

    private void assertSound(Map<String, Frozen> frozen, String seed) {
        Map<String, String> states = database.groups();
        Map<String, String> receivedAt = database.groups("received_at");
        Map<String, List<String>> paths = pathsByGroup();
        assertThat(paths.keySet()).as("%s: no group without files, no file without a group", seed)
                .isEqualTo(states.keySet());
        assertThat(states).as("%s: frozen groups stay", seed).containsAllEntriesOf(states(frozen));
        paths.forEach((group, members) -> {
            Frozen before = frozen.get(group);
            if (before == null) {
                assertThat(states).as(seed).containsEntry(group, "collecting");
                assertThat(group).as("%s: the id is the earliest member", seed)
                        .isEqualTo(
                                members.stream().map(FrozenGroupsTest::timestamp).min(String::compareTo).orElseThrow());
            } else {
                assertThat(members).as("%s: what is worked on keeps its files", seed).containsAll(before.paths());
                assertThat(receivedAt).as(seed).containsEntry(group, before.receivedAt());
            }
        });
    }

    private static Map<String, String> states(Map<String, Frozen> frozen) {
        Map<String, String> states = new HashMap<>();
        frozen.forEach((group, before) -> states.put(group, before.state()));
        return states;
    }

    private Map<String, List<String>> pathsByGroup() {
        Map<String, List<String>> paths = new TreeMap<>();
        database.files().forEach((path, group) -> paths.computeIfAbsent(group, id -> new ArrayList<>()).add(path));
        return paths;
    }

    private static String timestamp(String path) {
        return SubbandFileName.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow().timestampIso();
    }
}
