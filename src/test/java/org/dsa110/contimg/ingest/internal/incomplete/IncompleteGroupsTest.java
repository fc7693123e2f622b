package org.dsa110.contimg.ingest.internal.incomplete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.conversion.OutboxRelay;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.TransitionSql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class IncompleteGroupsTest {
    private static final String GROUP = FileGroups.group(0);
    private static final Duration DAY = Duration.ofHours(24);
    /** For how long a group waits in most of the tests. */
    private static final Duration LIMIT = Duration.ofHours(2);

    @Inject
    UnitExecutor units;
    @Inject
    TransitionSql transitions;
    @Inject
    Claims claims;
    @Inject
    OutboxRelay relay;
    @Inject
    Clock clock;
    @Inject
    IngestDatabase database;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** Near the end of the numbers, where those that follow are negative. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void aGroupIsGivenUpADayAfterItsLastSubbandAndSaysWhichAreMissing() {
        collecting(GROUP, 0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15);
        IncompleteGroups service = new IncompleteGroups(units, transitions, clock, Configs.with(Map.of()), metrics,
                nanoTime::get);

        pass(service, DAY.minusMinutes(1));
        assertThat(database.groups()).containsEntry(GROUP, "collecting");
        pass(service, Duration.ofMinutes(1));

        String reason = "14 of 16 subbands are there, and no other has come for 24h; missing: sb03, sb07";
        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.groups("error")).containsEntry(GROUP, reason);
        assertThat(database.groups("processing_stage")).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT changed_by || ': ' || reason FROM queue_transitions ORDER BY id DESC LIMIT 1"))
                .isEqualTo("incomplete groups: " + reason);
        assertThat(count("abandoned")).isEqualTo(1);
        assertThat(database.text("SELECT count(*) FROM queue_waits")).isEqualTo("0");

        for (int twice = 0; twice < 2; twice++) {
            relay.tell();
            RestAssured.given().queryParam("original_id", GROUP).queryParam("error_message", reason)
                    .get("/api/v1/products/dead_letter_queue").then().statusCode(200)
                    .body("items.error_type", contains("incomplete")).body("items.retry_count", contains(0))
                    .body("items.reason", contains("subbands_missing"));
            database.execute("UPDATE queue_outbox SET told_at = NULL");
        }
    }

    @Test
    void aSubbandThatComesBeginsTheWaitAnewAndOneThatGoesDoesNot() {
        collecting(GROUP, 0, 1);
        IncompleteGroups service = service(Map.of());
        pass(service, LIMIT.minusMinutes(5));

        file(GROUP, 2);
        pass(service, LIMIT.minusMinutes(5));
        assertThat(database.groups()).containsEntry(GROUP, "collecting");

        database.execute("DELETE FROM subband_files WHERE subband_idx = 0");
        pass(service, Duration.ofMinutes(6));
        assertThat(database.groups()).containsEntry(GROUP, "failed");
    }

    @Test
    void theWaitSurvivesRestartsAndTimeInWhichNobodyLookedDoesNotCount() {
        collecting(GROUP, 0);
        for (int start = 0; start < 12; start++) {
            assertThat(database.groups()).containsEntry(GROUP, "collecting");
            pass(service(Map.of()), Duration.ofMinutes(10));
            nanoTime.addAndGet(Duration.ofHours(30).toNanos());
        }

        assertThat(database.groups()).containsEntry(GROUP, "failed");
    }

    @Test
    void nothingIsDueAtOnceAfterAStart() {
        collecting(GROUP, 0);
        pass(service(Map.of()), Duration.ofMinutes(90));

        IncompleteGroups shorter = service(Map.of("contimg.ingest.incomplete.give-up-after", "1h"));
        shorter.look();
        assertThat(database.groups()).containsEntry(GROUP, "collecting");
        pass(shorter, Duration.ofMinutes(1));
        assertThat(database.groups()).containsEntry(GROUP, "failed");
    }

    @Test
    void aServiceThatStoodStillForLongHasWaitedForAMomentOnly() {
        collecting(GROUP, 0);
        IncompleteGroups service = service(Map.of());
        service.look();

        nanoTime.addAndGet(LIMIT.multipliedBy(2).toNanos());
        service.look();

        assertThat(database.groups()).containsEntry(GROUP, "collecting");
    }

    @Test
    void noTimeOfDayIsAsked() {
        collecting(GROUP, 0);
        IncompleteGroups service = service(Map.of());
        pass(service, LIMIT.minusMinutes(2));
        for (String time : List.of("1", "strftime('%s', 'now') + 86400", "'2026-02-11 15:58:07'", "x'00'")) {
            database.execute("UPDATE ingest_queue SET received_at = " + time + ", last_update = " + time);
            service.look();
        }
        assertThat(database.groups()).containsEntry(GROUP, "collecting");

        pass(service, Duration.ofMinutes(2));
        assertThat(database.groups()).containsEntry(GROUP, "failed");
    }

    @Test
    void twoServicesDoNotWaitTwiceAsFast() {
        collecting(GROUP, 0);
        IncompleteGroups one = service(Map.of());
        IncompleteGroups other = service(Map.of());
        for (int minute = 0; minute < LIMIT.toMinutes(); minute++) {
            one.look();
            nanoTime.addAndGet(Duration.ofSeconds(30).toNanos());
            other.look();
            nanoTime.addAndGet(Duration.ofSeconds(30).toNanos());
        }
        assertThat(database.groups()).containsEntry(GROUP, "collecting");

        one.look();
        other.look();
        pass(other, Duration.ofMinutes(1));
        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("1");
    }

    @Test
    void aGroupWithEnoughSubbandsIsConvertedWithoutTheOthersIfSoConfigured() {
        String fewer = FileGroups.group(300);
        collecting(GROUP, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15);
        collecting(fewer, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        IncompleteGroups service = service(Map.of("contimg.ingest.incomplete.promote-subbands", "12",
                "contimg.ingest.incomplete.promote-after", "30m"));
        pass(service, Duration.ofMinutes(29));
        assertThat(database.groups()).containsEntry(GROUP, "collecting");

        pass(service, Duration.ofMinutes(1));

        assertThat(database.groups()).containsEntry(GROUP, "pending").containsEntry(fewer, "collecting");
        assertThat(database.text("SELECT changed_by || ': ' || reason FROM queue_transitions ORDER BY id DESC LIMIT 1"))
                .isEqualTo("incomplete groups: 13 of 16 subbands are there, and no other has come for 30m;"
                        + " missing: sb12, sb13, sb14");
        assertThat(count("promoted")).isEqualTo(1);
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("0");
        ClaimedGroup claimed = claims.claim("worker", 1, 60, null).await().indefinitely().get(0);
        assertThat(claimed.groupId()).isEqualTo(GROUP);
        assertThat(claimed.paths()).hasSize(13).endsWith("/" + GROUP + "/15");
    }

    @Test
    void whatOthersMadeOfAGroupIsTakenAsItIs() {
        String claimed = FileGroups.group(300);
        String odd = FileGroups.group(600);
        database.insert(claimed, GroupState.PENDING);
        claims.claim("worker", 1, 60, null).await().indefinitely();
        database.state(claimed, GroupState.COLLECTING);
        collecting(GROUP);
        database.insert(odd, GroupState.COLLECTING);
        database.execute("UPDATE ingest_queue SET expected_subbands = 4 WHERE group_id = '" + odd + "'",
                "INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + odd + "', 1, '/x'), ('" + odd
                        + "', 77, '/y'), ('" + odd + "', 'sb02', '/z')");

        pass(service(Map.of()), LIMIT);

        assertThat(database.groups()).containsEntry(claimed, "collecting").containsEntry(GROUP, "failed")
                .containsEntry(odd, "failed");
        assertThat(database.groups("error").get(GROUP)).startsWith("0 of 16 ").endsWith("sb14, sb15");
        assertThat(database.groups("error").get(odd)).startsWith("1 of 4 ").contains("missing: sb00, sb02, ");
    }

    @Test
    void manyGroupsAreGivenUpInUnitsOfAFew() {
        database.execute("INSERT INTO ingest_queue (group_id, state, received_at, last_update)"
                + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)"
                + " SELECT printf('2026-02-11T%02d:%02d:00', i / 60, i % 60), 'collecting', 1, 1 FROM n");

        pass(service(Map.of()), LIMIT);

        assertThat(database.text("SELECT count(*) FROM ingest_queue WHERE state = 'failed'")).isEqualTo("1001");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("1001");
        assertThat(count("abandoned")).isEqualTo(1001);
    }

    private double count(String outcome) {
        return metrics.counter("contimg_ingest_incomplete_groups", "outcome", outcome).count();
    }

    private IncompleteGroups service(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.putIfAbsent("contimg.ingest.incomplete.give-up-after", LIMIT.toHours() + "h");
        return new IncompleteGroups(units, transitions, clock, Configs.with(all), metrics, nanoTime::get);
    }

    /** Looks each minute, as a service does that runs for a while. */
    private void pass(IncompleteGroups service, Duration time) {
        service.look();
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
            service.look();
        }
    }

    private void collecting(String group, int... subbands) {
        database.insert(group, GroupState.COLLECTING);
        for (int subband : subbands) {
            file(group, subband);
        }
    }

    private void file(String group, int subband) {
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + group + "', " + subband
                + ", '/" + group + "/" + subband + "')");
    }
}
