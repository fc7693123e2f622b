package org.dsa110.contimg.ingest.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.claims.Claims.Completion;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.ingest.internal.queue.QueueSql.FileRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that are claimed and completed by one call have what they have by one call each. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SeveralClaimsTest {
    private static final int GROUPS = 5;

    @Inject
    Claims claims;
    @Inject
    IngestDatabase database;

    @BeforeEach
    void arrive() {
        database.clear();
        for (int i = 0; i < GROUPS; i++) {
            database.insert(FileGroups.group(300L * i), GroupState.PENDING);
            database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('"
                    + FileGroups.group(300L * i) + "', 10, '/in/\u00e9 \"" + i + "'), ('"
                    + FileGroups.group(300L * i) + "', 2, '/b/" + i + "')");
        }
    }

    @Test
    void eachHasItsOwnFilesAndToken() {
        List<ClaimedGroup> groups = claim();

        for (int i = 0; i < GROUPS; i++) {
            assertThat(groups.get(i).groupId()).isEqualTo(FileGroups.group(300L * i));
            assertThat(groups.get(i).files()).containsExactly(new FileRow(2, "/b/" + i, null),
                    new FileRow(10, "/in/\u00e9 \"" + i, null));
        }
        assertThat(groups).extracting(ClaimedGroup::token).doesNotHaveDuplicates();
        assertThat(groups).extracting(group -> claims.beat(group.groupId(), group.token()).await().indefinitely())
                .allMatch(claim -> claim.isPresent());
    }

    @Test
    void theHistoryOfEachHasItsTokenAndWorker() {
        List<ClaimedGroup> groups = claim();
        complete(groups);

        for (ClaimedGroup group : groups) {
            assertThat(database.text("SELECT group_concat(from_state || '>' || to_state || ' ' || changed_by, ', ')"
                    + " FROM queue_transitions WHERE token = '" + group.token() + "' AND group_id = '"
                    + group.groupId() + "'"))
                    .isEqualTo("pending>in_progress worker, in_progress>completed worker");
        }
        assertThat(database
                .text("SELECT group_concat(group_id, ' ') FROM (SELECT group_id FROM queue_outbox ORDER BY id)"))
                .isEqualTo(String.join(" ", groups.stream().map(ClaimedGroup::groupId).toList()));
        assertThat(database.text("SELECT count(*) FROM queue_claims")).isEqualTo("0");
    }

    @Test
    void timesAreStoredAsTheyWereSent() {
        Random random = new Random(7);
        List<Completion> sent = new ArrayList<>();
        for (ClaimedGroup group : claim()) {
            sent.add(new Completion(group.groupId(), group.token(), new Converted("/ms/\"one\".ms",
                    random.nextDouble() * Math.pow(10, random.nextInt(20)), null, 0.1 + 0.2,
                    random.nextDouble() * 1e6, "parallel", null)));
        }
        assertThat(claims.complete(sent).await().indefinitely()).containsOnly(Ending.DONE);

        for (Completion completion : sent) {
            String where = " FROM performance_metrics WHERE group_id = '" + completion.groupId() + "'";
            assertThat(Double.parseDouble(database.text("SELECT printf('%!.17g', load_time)" + where)))
                    .isEqualTo(completion.converted().loadTime());
            assertThat(Double.parseDouble(database.text("SELECT printf('%!.17g', total_time)" + where)))
                    .isEqualTo(completion.converted().totalTime());
            assertThat(database.text("SELECT typeof(phase_time) || ' ' || writer_type || ' ' || subband_count" + where))
                    .isEqualTo("null parallel 2");
        }
        assertThat(database.text("SELECT count(*) FROM performance_metrics WHERE write_time = 0.1 + 0.2"))
                .isEqualTo("" + GROUPS);
        assertThat(database.text("SELECT count(*) FROM queue_outbox WHERE content ->> 'ms_path' = '/ms/\"one\".ms'"))
                .isEqualTo("" + GROUPS);
    }

    @Test
    void oneThatIsLostOrSentTwiceKeepsNoOtherFromBeingCompleted() {
        List<ClaimedGroup> groups = claim();
        database.state(groups.get(1).groupId(), GroupState.FAILED);
        database.state(groups.get(2).groupId(), GroupState.PENDING);
        List<Completion> sent = new ArrayList<>();
        groups.forEach(group -> sent.add(completion(group, group.token())));
        sent.add(completion(groups.get(0), groups.get(0).token()));
        sent.set(3, completion(groups.get(3), groups.get(4).token()));

        assertThat(claims.complete(sent).await().indefinitely()).containsExactly(Ending.DONE, Ending.LOST, Ending.DONE,
                Ending.LOST, Ending.DONE, Ending.DONE_BEFORE);
        assertThat(database.groups()).containsEntry(groups.get(1).groupId(), "failed")
                .containsEntry(groups.get(2).groupId(), "completed")
                .containsEntry(groups.get(3).groupId(), "in_progress");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("3");
        assertThat(database.text("SELECT group_concat(group_id) FROM queue_claims")).isEqualTo(groups.get(3).groupId());
    }

    @Test
    void thoseThatAreConvertedAgainHaveOneRowOfTimes() {
        database.execute("INSERT INTO performance_metrics (group_id, total_time, recorded_at, writer_type,"
                + " output_size_bytes) VALUES ('" + FileGroups.group(300) + "', 7, 1, 'old', 5)");

        complete(claim());

        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("" + GROUPS);
        assertThat(database.text("SELECT total_time || ' ' || writer_type || ' ' || output_size_bytes"
                + " FROM performance_metrics WHERE group_id = '" + FileGroups.group(300) + "'"))
                .isEqualTo("128.0 old 5");
    }

    private List<ClaimedGroup> claim() {
        return claims.claim("worker", GROUPS, 3600, null).await().indefinitely();
    }

    private void complete(List<ClaimedGroup> groups) {
        assertThat(claims.complete(groups.stream().map(group -> completion(group, group.token())).toList()).await()
                .indefinitely()).containsOnly(Ending.DONE);
    }

    private static Completion completion(ClaimedGroup group, String token) {
        return new Completion(group.groupId(), token, new Converted("/ms/one.ms", 1.0, null, 3.0, 128.0, null, null));
    }
}
