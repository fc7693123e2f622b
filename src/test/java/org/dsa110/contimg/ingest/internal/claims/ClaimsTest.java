package org.dsa110.contimg.ingest.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.queue.ClaimEnd;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class ClaimsTest {
    private static final String GROUP = FileGroups.group(0);
    private static final Converted CONVERTED = new Converted("/ms/one.ms", 1.0, null, 3.0, 128.0, "parallel", null);

    @Inject
    Claims claims;
    @Inject
    IngestDatabase database;

    @BeforeEach
    void clear() {
        database.clear();
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

        assertThat(claim(12)).extracting(ClaimedGroup::groupId).isEqualTo(inOrder.subList(0, 12));
        assertThat(claim(100)).extracting(ClaimedGroup::groupId).isEqualTo(inOrder.subList(12, 20));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void whatHasPriorityComesFirst() {
        database.insert(FileGroups.group(0), GroupState.PENDING);
        database.insert(FileGroups.group(300), GroupState.PENDING);
        database.execute("UPDATE ingest_queue SET priority = 5 WHERE group_id = '" + FileGroups.group(300) + "'");

        assertThat(claim(1)).extracting(ClaimedGroup::groupId).containsExactly(FileGroups.group(300));
    }

    @Test
    void aClaimBringsTheFilesInTheOrderOfTheirSubbands() {
        database.insert(GROUP, GroupState.PENDING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP
                + "', 10, '/a'), ('" + GROUP + "', 2, '/b')");

        assertThat(claimed().paths()).containsExactly("/b", "/a");
    }

    @Test
    void noTwoClaimersGetTheSameGroup() throws Exception {
        for (int i = 0; i < 200; i++) {
            database.insert(FileGroups.group(300L * i), GroupState.PENDING);
        }
        ExecutorService threads = Executors.newFixedThreadPool(64);
        Callable<List<String>> claimAll = () -> {
            List<String> claimed = new ArrayList<>();
            for (List<ClaimedGroup> groups = claim(1); !groups.isEmpty(); groups = claim(1)) {
                claimed.add(groups.get(0).groupId());
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

    @Test
    void aCompletedGroupHasItsTimesNoErrorAndWaitsToBeRegistered() {
        database.insert(GROUP, GroupState.PENDING);
        database.execute("UPDATE ingest_queue SET error = 'old', error_message = 'old', error_type = 'old'");
        ClaimedGroup group = claimed();

        assertThat(complete(group)).isEqualTo(Ending.DONE);

        assertThat(database.groups()).containsEntry(GROUP, "completed");
        assertThat(database.text(
                "SELECT coalesce(error, '') || coalesce(error_message, '') || coalesce(error_type, '') FROM ingest_queue"))
                .isEmpty();
        assertThat(database.text(
                "SELECT load_time || ' ' || write_time || ' ' || total_time || ' ' || writer_type FROM performance_metrics"))
                .isEqualTo("1.0 3.0 128.0 parallel");
        assertThat(database.text("SELECT kind || ' ' || content FROM queue_outbox WHERE told_at IS NULL"))
                .startsWith("CONVERTED {\"ms_path\":\"/ms/one.ms\"");
        assertThat(database.text("SELECT count(*) FROM queue_claims")).isEqualTo("0");
    }

    @Test
    void aGroupThatIsConvertedAgainHasOneRowOfTimes() {
        database.insert(GROUP, GroupState.PENDING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP
                + "', 10, '/a'), ('" + GROUP + "', 2, '/b')");
        ClaimedGroup first = claimed();
        complete(first);
        complete(first);
        claims.operate(Transition.REOPENED, GROUP, Cause.of("operator", "calibration was wrong")).await()
                .indefinitely();
        database.execute("UPDATE performance_metrics SET total_time = 7, output_size_bytes = 5");

        complete(claimed());

        assertThat(database.text("SELECT group_concat(total_time || ' ' || subband_count || ' ' || output_size_bytes)"
                + " FROM performance_metrics")).isEqualTo("128.0 2 5");
    }

    @Test
    void whatIsSaidTwiceIsDoneOnceAndAnsweredAlike() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        complete(group);

        assertThat(complete(group)).isEqualTo(Ending.DONE_BEFORE);

        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("1");
        assertThat(fail(group, true)).as("another ending").isEmpty();
        assertThat(database.groups()).containsEntry(GROUP, "completed");
    }

    @Test
    void aTokenSaysNothingOfAnotherGroupThanItsOwn() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        complete(group);
        String other = FileGroups.group(300);
        database.insert(other, GroupState.PENDING);

        assertThat(claims.complete(other, group.token(), CONVERTED).await().indefinitely()).isEqualTo(Ending.LOST);

        assertThat(database.groups()).containsEntry(other, "pending");
    }

    @Test
    void aFailureIsTriedAgainAfterAPauseThatGrowsAndThenGivenUp() {
        database.insert(GROUP, GroupState.PENDING);
        double pause = 0;
        for (long attempt = 1; attempt <= 2; attempt++) {
            ClaimedGroup group = claimed();
            assertThat(group.claim().attempt()).isEqualTo(attempt);
            ClaimEnd end = fail(group, true).orElseThrow();
            assertThat(end.transition()).isEqualTo(Transition.RETRIED);
            assertThat(fail(group, true).orElseThrow().notBefore()).as("said again").isEqualTo(end.notBefore());
            double paused = end.notBefore() - Double.parseDouble(database.groups("last_update").get(GROUP));
            assertThat(paused).isBetween(Math.max(29, pause), 300.0);
            pause = paused * 1.2;
            assertThat(claim(1)).as("before its time").isEmpty();
            assertThat(database.groups("error")).containsEntry(GROUP, "it broke");
            assertThat(database.groups("retry_count")).containsEntry(GROUP, Long.toString(attempt));
            database.execute("UPDATE ingest_queue SET not_before = 1");
        }

        assertThat(fail(claimed(), true).orElseThrow().transition()).isEqualTo(Transition.GIVEN_UP);

        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.groups("retry_count")).containsEntry(GROUP, "2");
        assertThat(database.text("SELECT kind || content FROM queue_outbox"))
                .isEqualTo("GIVEN_UP{\"error\":\"it broke\",\"attempts\":3}");
    }

    @Test
    void whatIsOfNoUseIsNotTriedAgain() {
        database.insert(GROUP, GroupState.PENDING);

        assertThat(fail(claimed(), false).orElseThrow().transition()).isEqualTo(Transition.GIVEN_UP);

        assertThat(database.groups()).containsEntry(GROUP, "failed");
    }

    @Test
    void aClockThatIsSetBackByAnHourDelaysNoAttempt() {
        database.insert(GROUP, GroupState.PENDING);
        fail(claimed(), true);
        database.execute("UPDATE ingest_queue SET not_before = not_before + 3600");

        assertThat(claim(1)).hasSize(1);
    }

    @Test
    void aGroupThatIsGivenBackIsPendingAndTheAttemptDoesNotCount() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();

        assertThat(claims.release(GROUP, group.token(), "the service stops").await().indefinitely())
                .isEqualTo(Ending.DONE);

        assertThat(claimed().claim().attempt()).isEqualTo(1);
    }

    @Test
    void aRunningGroupThatAnotherProgramSetsToPendingIsNotConvertedTwice() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        database.execute(
                "INSERT OR REPLACE INTO ingest_queue (group_id, state, received_at, last_update) VALUES ('" + GROUP
                        + "', 'pending', 1, 1)");

        assertThat(claim(1)).isEmpty();
        assertThat(claims.beat(GROUP, group.token()).await().indefinitely()).isPresent();
        assertThat(database.groups()).containsEntry(GROUP, "in_progress");
        database.state(GROUP, GroupState.COLLECTING);
        assertThat(complete(group)).isEqualTo(Ending.DONE);
        assertThat(database.groups()).containsEntry(GROUP, "completed");
    }

    @Test
    void aGroupThatOthersEndedIsNoLongerItsWorkersAndStaysAsTheyLeftIt() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        database.state(GROUP, GroupState.FAILED);

        assertThat(claims.beat(GROUP, group.token()).await().indefinitely()).isEmpty();
        assertThat(complete(group)).isEqualTo(Ending.LOST);
        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("0");
    }

    @Test
    void aDeletedGroupThatComesBackWaitsForTheWorkerThatHadIt() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        database.execute("DELETE FROM ingest_queue");
        database.insert(GROUP, GroupState.PENDING);

        assertThat(claim(1)).isEmpty();
        claims.drop(GROUP, group.token()).await().indefinitely();
        assertThat(claim(1)).hasSize(1);
    }

    @Test
    void ofALongErrorTheEndIsKept() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();

        claims.fail(GROUP, group.token(), "x".repeat(10_000) + "the end", true).await().indefinitely();

        assertThat(database.groups("error").get(GROUP)).hasSize(TransitionSql.LONGEST_REASON).endsWith("the end");
        assertThat(database.text("SELECT reason FROM queue_transitions ORDER BY id DESC LIMIT 1")).endsWith("the end");
    }

    @Test
    void theHistoryOfAGroupSaysWhoDidWhat() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claimed();
        complete(group);

        assertThat(database.text(
                "SELECT group_concat(coalesce(from_state, '-') || '>' || to_state || ' ' || coalesce(changed_by, '?'), ', ')"
                        + " FROM queue_transitions WHERE group_id = '" + GROUP + "'"))
                .isEqualTo("->pending ?, pending>in_progress worker, in_progress>completed worker");
        assertThat(Map.of("group", database.text("SELECT group_id FROM queue_transitions LIMIT 1")))
                .containsValue(GROUP);
    }

    private List<ClaimedGroup> claim(int most) {
        return claims.claim("worker", most, 3600, null).await().indefinitely();
    }

    private ClaimedGroup claimed() {
        return claim(1).get(0);
    }

    private Ending complete(ClaimedGroup group) {
        return claims.complete(GROUP, group.token(), CONVERTED).await().indefinitely();
    }

    private Optional<ClaimEnd> fail(ClaimedGroup group, boolean retryable) {
        return claims.fail(GROUP, group.token(), "it broke", retryable).await().indefinitely();
    }
}
