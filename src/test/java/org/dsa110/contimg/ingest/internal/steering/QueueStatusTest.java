package org.dsa110.contimg.ingest.internal.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.Transition;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.Converted;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.Cause;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Stuck;
import org.dsa110.contimg.ingest.internal.steering.QueueStatus.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class QueueStatusTest {
    private static final double NOW = 1_770_825_600;
    private static final String A = FileGroups.group(0);
    private static final String B = FileGroups.group(300);
    private static final String C = FileGroups.group(600);

    @Inject
    UnitExecutor units;
    @Inject
    Claims claims;
    @Inject
    IngestDatabase database;

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void anEmptyQueueIsToldWithAllItsStates() {
        QueueStatus status = status();

        assertThat(status.counts()).containsOnlyKeys("collecting", "pending", "in_progress", "completed", "failed")
                .allSatisfy((state, count) -> assertThat(count).isZero());
        assertThat(status.oldestAgeSeconds()).isEmpty();
        assertThat(status.throughput().perHour()).isNull();
        assertThat(status.etaSeconds()).isNull();
        assertThat(status.stuck()).isEmpty();
        assertThat(status.workers()).isEmpty();
    }

    @Test
    void theOldestOfEachStateIsTheOneThatWasSeenFirst() {
        received(A, GroupState.PENDING, NOW - 50);
        received(B, GroupState.PENDING, NOW - 70);
        received(C, GroupState.COLLECTING, NOW + 30);

        assertThat(status().counts()).containsEntry("pending", 2L).containsEntry("collecting", 1L);
        assertThat(status().oldestAgeSeconds()).containsEntry("pending", 70.0)
                .as("the clock was set back").containsEntry("collecting", 0.0);
    }

    @Test
    void theBacklogEndsAtTheRateOfTheLastHourOrElseOfTheLastDay() {
        for (int i = 0; i < 30; i++) {
            received(FileGroups.group(300L * i), GroupState.PENDING, NOW);
        }
        completed(NOW - 7000, 48);
        assertThat(status().throughput()).isEqualTo(new QueueStatus.Throughput(0, 48, 2.0));
        assertThat(status().etaSeconds()).isCloseTo(15 * 3600.0, within(1e-6));

        completed(NOW - 10, 10);
        assertThat(status().throughput()).isEqualTo(new QueueStatus.Throughput(10, 58, 10.0));
        assertThat(status().etaSeconds()).isCloseTo(3 * 3600.0, within(1e-6));

        database.execute("INSERT INTO queue_pauses (paused_at, paused_by, pause_reason) VALUES (1, 'a', 'b')");
        assertThat(status().etaSeconds()).as("while paused").isNull();
        assertThat(claims.claim("w", 1, 60, null).await().indefinitely()).as("paused by another service").isEmpty();
    }

    @Test
    void whatDoesNotGetOnIsToldWithTheReason() {
        received(A, GroupState.COLLECTING, NOW - 7200);
        received(B, GroupState.COLLECTING, NOW - 3500);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + A + "', 3, '/a')");
        received(C, GroupState.PENDING, NOW);
        claims.claim("node7", 1, 100, null).await().indefinitely();
        String fourth = FileGroups.group(900);
        received(fourth, GroupState.IN_PROGRESS, NOW);
        database.execute("UPDATE ingest_queue SET last_update = " + (NOW - 2800) + " WHERE group_id = '" + fourth + "'",
                "UPDATE queue_claims SET beat_at = " + (NOW - 80),
                "INSERT INTO queue_outbox (group_id, kind, content, created_at, attempts, error) VALUES ('" + B
                        + "', 'CONVERTED', '{}', " + (NOW - 9)
                        + ", 4, 'no disk'), ('x', 'CONVERTED', '{}', 1, 0, NULL)");

        QueueStatus status = status();

        assertThat(status.stuck()).containsExactly(
                new Stuck(A, "collecting", 7200, "has 1 of 16 subbands"),
                new Stuck(fourth, "silent", 2800,
                        "another program put it into progress and does not touch it; it has 3600 s"),
                new Stuck(C, "silent", 80,
                        "worker node7 shows no sign of life in attempt 1; its lease is 100 s"),
                new Stuck(B, "untold", 9, "told 4 times without success: no disk"));
        assertThat(status.untold()).isEqualTo(2);
        database.execute("UPDATE queue_claims SET beat_at = " + (NOW - 70));
        assertThat(status().stuck()).extracting(Stuck::groupId).doesNotContain(C);
    }

    @Test
    void workersAreThoseOfTheLastDayAndThoseThatHaveAGroup() {
        for (int i = 0; i < 5; i++) {
            received(FileGroups.group(300L * i), GroupState.PENDING, NOW);
        }
        List<ClaimedGroup> first = claims.claim("first", 2, 60, null).await().indefinitely();
        claims.complete(first.get(0).groupId(), first.get(0).token(),
                new Converted("/ms", null, null, null, null, null, null)).await().indefinitely();
        claims.claim("second", 1, 60, null).await().indefinitely();
        ClaimedGroup gone = claims.claim("gone", 1, 60, null).await().indefinitely().get(0);
        claims.release(gone.groupId(), gone.token(), "bye").await().indefinitely();
        claims.operate(Transition.REJECTED, gone.groupId(), Cause.of("an operator", "no worker")).await()
                .indefinitely();
        database.execute("UPDATE queue_transitions SET at = CASE changed_by WHEN 'gone' THEN " + (NOW - 86_401)
                + " ELSE " + (NOW - 100) + " END",
                "UPDATE queue_claims SET beat_at = CASE worker WHEN 'first' THEN " + (NOW - 5) + " ELSE "
                        + (NOW - 300_000) + " END");

        assertThat(status().workers()).containsExactly(new Worker("first", NOW - 5, 1, 2, 1),
                new Worker("second", NOW - 100, 1, 1, 0));
    }

    /** What other programs write need not be a number, nor a state. */
    @Test
    void valuesOfOtherProgramsBreakNothing() {
        received(A, GroupState.PENDING, NOW);
        database.execute("UPDATE ingest_queue SET received_at = 'yesterday', last_update = x'00'");

        assertThat(status().oldestAgeSeconds()).isEmpty();
        assertThat(status().counts()).containsEntry("pending", 1L);
    }

    /** With a month of rows none is looked at that an index could leave out: so the time does not grow with the history. */
    @Test
    void noTableIsReadThatGrowsWithTime() {
        for (String sql : List.of(StatusSql.STATES, StatusSql.COMPLETED, StatusSql.COLLECTING, StatusSql.UNCLAIMED,
                StatusSql.UNTOLD, StatusSql.WORKERS)) {
            assertThat(plan(sql)).as(sql).isNotEmpty().allSatisfy(step -> assertThat(step)
                    .doesNotMatch(
                            "SCAN (q|ingest_queue|queue_transitions|queue_outbox|f)( USING INDEX (?!idx_queue_outbox_waiting).*)?"));
        }
    }

    private List<String> plan(String sql) {
        return units.read(Database.INGEST, connection -> {
            List<String> steps = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    steps.add(row.getString("detail"));
                }
            }
            return steps;
        }).await().indefinitely();
    }

    private QueueStatus status() {
        return units.read(Database.INGEST, (Connection connection) -> new StatusSql(connection, NOW).read(3600, 3600))
                .await().indefinitely();
    }

    private void received(String group, GroupState state, double at) {
        database.insert(group, state);
        database.execute("UPDATE ingest_queue SET received_at = " + at + ", last_update = " + at + " WHERE group_id = '"
                + group + "'");
    }

    private void completed(double at, int groups) {
        String row = "('g', 'in_progress', 'completed', " + at + ")";
        database.execute("INSERT INTO queue_transitions (group_id, from_state, to_state, at) VALUES "
                + java.util.stream.Stream.generate(() -> row).limit(groups).collect(Collectors.joining(", ")));
    }
}
