package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.GroupTransitionSql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class GroupTransitionSqlTest {
    private static final String GROUP = FileGroups.group(0);

    @Inject
    UnitExecutor units;
    @Inject
    GroupTransitionSql transitions;
    @Inject
    ConversionQueue queue;
    @Inject
    IngestDatabase database;

    interface Transition {
        boolean make(Connection connection) throws SQLException;
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @ParameterizedTest
    @EnumSource(GroupState.class)
    void eachTransitionTakesEffectFromItsOwnStateOnly(GroupState from) {
        assertTransition(from, GroupState.COLLECTING, GroupState.PENDING,
                connection -> transitions.becomePendingIfWhole(connection, GROUP));
        assertTransition(from, GroupState.COLLECTING, GroupState.PENDING,
                connection -> !transitions.allBecomePendingIfWhole(connection).isEmpty());
        assertTransition(from, GroupState.PENDING, GroupState.IN_PROGRESS,
                connection -> transitions.claimNext(connection).isPresent());
        assertTransition(from, GroupState.IN_PROGRESS, GroupState.COMPLETED,
                connection -> transitions.complete(connection, GROUP));
        assertTransition(from, GroupState.IN_PROGRESS, GroupState.FAILED,
                connection -> transitions.fail(connection, GROUP, "why"));
        assertTransition(from, GroupState.IN_PROGRESS, GroupState.PENDING,
                connection -> transitions.release(connection, GROUP));
    }

    private void assertTransition(GroupState from, GroupState expected, GroupState to, Transition transition) {
        database.clear();
        database.insert(GROUP, from);
        database.execute("UPDATE ingest_queue SET expected_subbands = 0");

        boolean tookEffect = make(transition);

        assertThat(tookEffect).isEqualTo(from == expected);
        assertThat(database.groups()).containsOnly(
                Map.entry(GROUP, (tookEffect ? to : from).toString()));
    }

    @Test
    void anIncompleteGroupDoesNotBecomePending() {
        database.insert(GROUP, GroupState.COLLECTING);

        assertThat(make(connection -> transitions.becomePendingIfWhole(connection, GROUP))).isFalse();
        assertThat(database.groups()).containsValue("collecting");
    }

    @Test
    void groupsThatOtherProgramsMadeWholeArePromotedAndNoOthers() {
        database.insert(FileGroups.group(0), GroupState.COLLECTING);
        database.insert(FileGroups.group(300), GroupState.COLLECTING);
        database.insert(FileGroups.group(600), GroupState.COLLECTING);
        database.insert(FileGroups.group(900), GroupState.FAILED);
        for (int subband = 0; subband < 16; subband++) {
            for (long group : subband < 15 ? new long[]{0, 300, 900} : new long[]{0, 900}) {
                database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('"
                        + FileGroups.group(group) + "', " + subband
                        + ", '/" + group + "/" + subband + "')");
            }
        }

        assertThat(queue.promoteWhole().await().indefinitely()).containsExactly(FileGroups.group(0));
        database.execute("UPDATE ingest_queue SET expected_subbands = 15");
        assertThat(queue.promoteWhole().await().indefinitely()).containsExactly(FileGroups.group(300));
        assertThat(queue.promoteWhole().await().indefinitely()).isEmpty();

        assertThat(database.groups()).containsOnly(Map.entry(FileGroups.group(0), "pending"),
                Map.entry(FileGroups.group(300), "pending"), Map.entry(FileGroups.group(600), "collecting"),
                Map.entry(FileGroups.group(900), "failed"));
    }

    @Test
    void aGroupThatIsNotThereIsNotMade() {
        assertThat(make(connection -> transitions.complete(connection, GROUP))).isFalse();
        assertThat(database.groups()).isEmpty();
    }

    @Test
    void aFailureSaysWhyAndASuccessClearsIt() {
        database.insert(GROUP, GroupState.IN_PROGRESS);
        assertThat(queue.fail(GROUP, "x".repeat(10_000) + "the end").await().indefinitely()).isTrue();
        assertThat(database.text("SELECT error FROM ingest_queue")).hasSize(GroupTransitionSql.LONGEST_ERROR)
                .endsWith("the end");
        database.state(GROUP, GroupState.IN_PROGRESS);

        assertThat(make(connection -> transitions.complete(connection, GROUP))).isTrue();

        assertThat(database.text("SELECT error FROM ingest_queue")).isNull();
    }

    @Test
    void claimsGoByTimeWhateverCameFirst() {
        List<String> inOrder = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            inOrder.add(FileGroups.group(300L * i));
        }
        List<String> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(group -> database.insert(group, GroupState.PENDING));

        List<String> claimed = new ArrayList<>();
        for (Optional<ClaimedGroup> group = claim(); group.isPresent(); group = claim()) {
            claimed.add(group.get().groupId());
        }

        assertThat(claimed).isEqualTo(inOrder);
    }

    @Test
    void aClaimBringsTheFilesInTheOrderOfTheirSubbands() {
        database.insert(GROUP, GroupState.PENDING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP
                + "', 10, '/a'), ('" + GROUP + "', 2, '/b')");

        assertThat(claim().orElseThrow().paths()).containsExactly("/b", "/a");
    }

    @Test
    void noTwoClaimersGetTheSameGroup() throws Exception {
        for (int i = 0; i < 200; i++) {
            database.insert(FileGroups.group(300L * i), GroupState.PENDING);
        }
        ExecutorService threads = Executors.newFixedThreadPool(64);
        Callable<List<String>> claimAll = () -> {
            List<String> claimed = new ArrayList<>();
            for (Optional<ClaimedGroup> group = claim(); group.isPresent(); group = claim()) {
                claimed.add(group.get().groupId());
            }
            return claimed;
        };

        List<String> claimed = new ArrayList<>();
        for (Future<List<String>> claimer : threads.invokeAll(Collections.nCopies(64, claimAll))) {
            claimed.addAll(claimer.get());
        }
        threads.shutdown();

        assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
    }

    private Optional<ClaimedGroup> claim() {
        return queue.claimNext().await().indefinitely();
    }

    private boolean make(Transition transition) {
        return units.write(Database.INGEST, transition::make).await().indefinitely();
    }
}
