package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.ingest.internal.grouping.FileGroups.file;
import static org.dsa110.contimg.ingest.internal.grouping.FileGroups.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.Recorded.Duplicate;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class GroupRecorderTest {
    private static final int SEEDS = 60;

    @Inject
    GroupRecorder recorder;
    @Inject
    IngestDatabase database;
    FileGroups groups;

    @BeforeEach
    void clear() {
        database.clear();
        groups = new FileGroups(recorder);
    }

    @Test
    void filesWithinTheToleranceOfTheFirstAreOneGroup() {
        groups.record(file(0, 3), file(90, 1), file(91, 2));

        assertThat(database.groups()).containsOnly(Map.entry(group(0), "collecting"),
                Map.entry(group(91), "collecting"));
    }

    @Test
    void sixteenDistinctSubbandsMakeAGroupPending() {
        List<ArrivedFile> files = sixteen(0);

        groups.record(files.subList(0, 15));
        assertThat(database.groups()).containsOnly(Map.entry(group(0), "collecting"));

        assertThat(groups.record(files.subList(15, 16)).becamePending()).containsExactly(group(0));
        assertThat(database.groups()).containsOnly(Map.entry(group(0), "pending"));
    }

    @Test
    void sixteenFilesOfFifteenSubbandsDoNot() {
        List<ArrivedFile> files = new ArrayList<>(sixteen(0).subList(0, 15));
        files.add(file(40, 3));

        groups.record(files);

        assertThat(database.groups()).containsOnly(Map.entry(group(0), "collecting"));
    }

    @Test
    void aGroupThatExpectsFewerSubbandsIsWholeWithThem() {
        groups.record(file(0, 0));
        database.execute("UPDATE ingest_queue SET expected_subbands = 2");

        groups.record(file(1, 1));

        assertThat(database.groups()).containsOnly(Map.entry(group(0), "pending"));
    }

    @Test
    void anEarlierFileRenamesACollectingGroupAndKeepsItsColumns() {
        groups.record(file(10, 0), file(11, 1));
        database.execute("UPDATE ingest_queue SET calibrators = '[\"3C286\"]', received_at = 7");

        groups.record(file(9, 2));

        assertThat(database.groups()).containsOnly(Map.entry(group(9), "collecting"));
        assertThat(database.files().values()).containsOnly(group(9));
        assertThat(database.text("SELECT calibrators FROM ingest_queue")).isEqualTo("[\"3C286\"]");
        assertThat(database.text("SELECT received_at FROM ingest_queue")).isEqualTo("7.0");
    }

    @ParameterizedTest
    @EnumSource(value = GroupState.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLECTING")
    void anEarlierFileNeitherRenamesNorSetsBackAGroupThatIsWorkedOn(GroupState state) {
        groups.record(sixteen(10));
        database.state(group(10), state);

        Recorded recorded = groups.record(file(9, 0));

        assertThat(recorded.duplicates()).containsExactly(new Duplicate(file(9, 0), group(10)));
        assertThat(database.groups()).containsOnly(Map.entry(group(10), state.toString()));
        assertThat(database.files()).hasSize(16);
    }

    @Test
    void aMissingSubbandOfAFailedGroupIsRecordedThere() {
        groups.record(sixteen(10).subList(0, 15));
        database.state(group(10), GroupState.FAILED);

        Recorded recorded = groups.record(file(3, 15));

        assertThat(recorded.files()).containsExactly(file(3, 15));
        assertThat(database.groups()).containsOnly(Map.entry(group(10), "failed"));
        assertThat(database.files()).containsEntry(file(3, 15).path(), group(10));
    }

    @Test
    void aSubbandUnderAnotherPathIsADuplicate() {
        groups.record(file("/a", 0, 4));

        Recorded recorded = groups.record(file("/b", 0, 4), file("/b", 0, 5));

        assertThat(recorded.duplicates()).containsExactly(new Duplicate(file("/b", 0, 4), group(0)));
        assertThat(recorded.files()).containsExactly(file("/b", 0, 5));
    }

    @Test
    void aFileThatIsRecordedAlreadyChangesNothing() {
        groups.record(sixteen(0));
        database.state(group(0), GroupState.FAILED);
        String before = database.text("SELECT last_update FROM ingest_queue");

        assertThat(groups.record(sixteen(0)).known()).hasSize(16);

        assertThat(database.groups()).containsOnly(Map.entry(group(0), "failed"));
        assertThat(database.text("SELECT last_update FROM ingest_queue")).isEqualTo(before);
    }

    @Test
    void aDuplicateFindsItsPlaceWhenAnEarlierFileMovesTheBounds() {
        groups.record(file(0, 0), file(80, 0));
        assertThat(database.groups()).containsOnlyKeys(group(0));

        groups.record(file(-60, 1));

        assertThat(database.groups()).containsOnlyKeys(group(-60), group(80));
        assertThat(database.files()).containsEntry(file(80, 0).path(), group(80));
    }

    @Test
    void aGroupWithoutItsFirstFileBeginsWithTheNext() {
        groups.record(file(0, 0), file(10, 1), file(95, 2));
        database.execute("UPDATE ingest_queue SET calibrators = 'kept' WHERE group_id = '" + group(0) + "'");

        Recorded recorded = groups.vanish(file(0, 0).path());

        assertThat(recorded.vanished()).containsOnly(Map.entry(file(0, 0).path(), group(0)));
        assertThat(database.groups()).containsOnly(Map.entry(group(10), "collecting"));
        assertThat(database.files()).containsOnly(Map.entry(file(10, 1).path(), group(10)),
                Map.entry(file(95, 2).path(), group(10)));
        assertThat(database.text("SELECT calibrators FROM ingest_queue")).isEqualTo("kept");
    }

    @Test
    void aGroupWithoutFilesGoesAway() {
        groups.record(file(0, 0));
        groups.vanish(file(0, 0).path());
        assertThat(database.groups()).isEmpty();
        assertThat(database.files()).isEmpty();
    }

    @Test
    void aDuplicateTakesThePlaceOfAFileThatVanishes() {
        groups.record(file("/a", 0, 4), file("/b", 3, 4), file("/b", 5, 5));

        assertThat(groups.vanish(file("/a", 0, 4).path()).files()).containsExactly(file("/b", 3, 4));

        assertThat(database.groups()).containsOnly(Map.entry(group(3), "collecting"));
        assertThat(database.files()).containsOnlyKeys(file("/b", 3, 4).path(), file("/b", 5, 5).path());
    }

    @ParameterizedTest
    @EnumSource(value = GroupState.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLECTING")
    void aGroupThatIsWorkedOnKeepsFilesThatVanish(GroupState state) {
        groups.record(sixteen(0));
        database.state(group(0), state);

        assertThat(groups.vanish(file(0, 0).path()).vanished()).isEmpty();

        assertThat(database.groups()).containsOnly(Map.entry(group(0), state.toString()));
        assertThat(database.files()).hasSize(16);
    }

    @ParameterizedTest
    @EnumSource(value = GroupState.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLECTING")
    void aLateFileIsToldUnlessItsGroupIsConvertedWithIt(GroupState state) {
        groups.record(sixteen(10).subList(0, 15));
        database.state(group(10), state);

        Recorded recorded = groups.record(file(3, 15));

        assertThat(recorded.files()).containsExactly(file(3, 15));
        assertThat(recorded.late()).isEqualTo(state == GroupState.PENDING
                ? List.of()
                : List.of(new Recorded.Late(file(3, 15), group(10), state.toString())));
        assertThat(database.groups()).containsOnly(Map.entry(group(10), state.toString()));
    }

    @Test
    void groupsOfOtherProgramsDoNotDisturb() {
        database.insert("not a time", GroupState.COLLECTING);
        database.insert(group(5) + "x", GroupState.COMPLETED);
        database.insert(group(2), GroupState.COLLECTING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + group(2)
                + "', 99, '/elsewhere/data')");

        groups.record(file(0, 0));

        assertThat(database.groups()).containsOnlyKeys("not a time", group(5) + "x", group(0));
        assertThat(database.files()).containsEntry("/elsewhere/data", group(0));
    }

    @Test
    void aFileThatGoesToAnotherGroupKeepsWhyItIsNotReadable() {
        ArrivedFile readable = file(5, 1);
        ArrivedFile notReadable = new ArrivedFile(file(90, 0).name(), file(90, 0).path(), "a reason");
        groups.record(readable, notReadable);
        assertThat(database.files()).containsEntry(notReadable.path(), group(5));

        groups.record(file(-10, 2));

        assertThat(database.files()).containsEntry(notReadable.path(), group(90));
        assertThat(database.text("SELECT not_readable FROM subband_files WHERE path = '" + notReadable.path() + "'"))
                .isEqualTo("a reason");
        assertThat(database.text("SELECT count(*) FROM subband_files WHERE not_readable IS NULL")).isEqualTo("2");
    }

    @Test
    void theFirstAndTheLastPossibleTimesAreNoTrouble() {
        ArrivedFile first = new ArrivedFile(SubbandFileName.parse("0000-01-01T00:00:00_sb00.hdf5").orElseThrow(), "/1",
                null);
        ArrivedFile last = new ArrivedFile(SubbandFileName.parse("9999-12-31T23:59:59_sb00.hdf5").orElseThrow(), "/2",
                null);

        groups.record(first, last);

        assertThat(groups.record(first, last).known()).hasSize(2);
    }

    @Test
    void noOtherStateCanBeWritten() {
        assertThatThrownBy(() -> database.execute("INSERT INTO ingest_queue (group_id, state, received_at, last_update)"
                + " VALUES ('2026-01-01T00:00:00', 'finished', 1, 1)"))
                .isInstanceOfSatisfying(DatabaseException.class,
                        e -> assertThat(e.kind()).isEqualTo(DatabaseException.Kind.CHECK));
    }

    @Test
    void collectingGroupsDoNotDependOnTheOrderOfArrival() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<ArrivedFile> files = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                files.add(file("/" + random.nextInt(3), random.nextInt(600), random.nextInt(12)));
            }
            files = new ArrayList<>(new TreeSet<>(files));
            database.clear();
            new FileGroups(recorder).record(files);
            Map<String, String> sortedGroups = database.groups();
            Map<String, String> sortedFiles = database.files();

            database.clear();
            recordInRandomBunches(files, random, 6);

            assertThat(database.groups()).as("seed %d", seed).isEqualTo(sortedGroups);
            assertThat(database.files()).as("seed %d", seed).isEqualTo(sortedFiles);
        }
    }

    @Test
    void realFilesInRandomOrderMakeTheirObservations() {
        List<ArrivedFile> files = RealArrivals.files();
        assertThat(files).hasSize(18_699);
        Map<String, Long> expected = RealArrivals.groups();
        for (int seed = 1; seed <= 2; seed++) {
            database.clear();
            long started = System.nanoTime();
            recordInRandomBunches(new ArrayList<>(files), new Random(seed), 400);
            System.out.printf("seed %d: %d files recorded in %.1f s%n", seed, files.size(),
                    (System.nanoTime() - started) / 1e9);

            Map<String, String> found = database.groups();
            assertThat(found).as("seed %d", seed).hasSize(1_185).containsOnlyKeys(expected.keySet());
            assertThat(found.values()).filteredOn("pending"::equals).hasSize(1_162);
            assertThat(database.files()).hasSize(18_699);
            found.forEach((group, state) -> assertThat(state).as(group)
                    .isEqualTo(expected.get(group) == 16 ? "pending" : "collecting"));
        }
    }

    /** Its worker knows it by its id, and would lose it to another by a new one. */
    @Test
    void aGroupThatAnotherProgramSetsBackWhileItIsClaimedKeepsItsIdAndItsFiles() {
        groups.record(file(10, 3), file(11, 4));
        database.execute(
                "INSERT INTO queue_claims (group_id, token, worker, attempt, claimed_at, lease_seconds, beat_at)"
                        + " VALUES ('" + group(10) + "', 'token', 'worker', 1, 1, 600, 1)");

        Recorded recorded = groups.record(file(7, 5));
        groups.vanish(file(10, 3).path());

        assertThat(recorded.late()).containsExactly(new Recorded.Late(file(7, 5), group(10), "in_progress"));
        assertThat(database.groups()).containsOnly(Map.entry(group(10), "collecting"));
        assertThat(database.files().values()).containsExactly(group(10), group(10), group(10));
    }

    private void recordInRandomBunches(List<ArrivedFile> files, Random random, int largest) {
        FileGroups target = new FileGroups(recorder);
        Collections.shuffle(files, random);
        for (int from = 0; from < files.size();) {
            int to = Math.min(files.size(), from + 1 + random.nextInt(largest));
            target.record(files.subList(from, to));
            from = to;
        }
    }

    private static List<ArrivedFile> sixteen(long second) {
        return IntStream.range(0, 16).mapToObj(subband -> file(second + subband % 3, subband)).toList();
    }
}
