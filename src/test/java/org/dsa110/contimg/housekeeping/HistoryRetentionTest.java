package org.dsa110.contimg.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class HistoryRetentionTest {
    private static final int DAY = 86_400;
    private static final String HISTORY = "SELECT group_concat(to_state, ' ') FROM (SELECT * FROM queue_transitions ORDER BY id)"
            + " WHERE group_id = ";

    @Inject
    UnitExecutor units;
    @Inject
    HousekeepingConfig config;
    @Inject
    Clock clock;
    @Inject
    IngestDatabase database;

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void whatBecameOfEndedGroupsLongAgoIsForgottenButForTheLast() {
        for (String group : new String[]{"ended", "running", "young", "deleted"}) {
            database.insert(group, GroupState.PENDING);
            database.state(group, GroupState.IN_PROGRESS);
        }
        database.state("ended", GroupState.COMPLETED);
        database.state("young", GroupState.FAILED);
        database.execute("DELETE FROM ingest_queue WHERE group_id = 'deleted'",
                "UPDATE queue_transitions SET at = at - " + 91 * DAY + " WHERE group_id <> 'young'",
                "UPDATE queue_transitions SET at = at - " + 89 * DAY + " WHERE group_id = 'young'");
        database.insert("now", GroupState.PENDING);

        HousekeepingReport dry = retention(clock).run(true);
        assertThat(dry.counts()).isEqualTo(Map.of("queue_transitions", 5L, "queue_outbox", 0L));
        assertThat(dry.examples()).hasSize(5).allMatch(example -> example.matches("queue_transitions \\d+"));
        assertThat(database.text("SELECT count(*) FROM queue_transitions")).isEqualTo("12");

        assertThat(retention(clock).run(false).counts()).isEqualTo(dry.counts());

        assertThat(database.text(HISTORY + "'ended'")).isEqualTo("completed");
        assertThat(database.text(HISTORY + "'running'")).isEqualTo("pending in_progress");
        assertThat(database.text(HISTORY + "'young'")).isEqualTo("pending in_progress failed");
        assertThat(database.text("SELECT count(*) FROM queue_transitions WHERE group_id = 'deleted'")).isEqualTo("0");
        assertThat(retention(clock).run(false).counts()).containsEntry("queue_transitions", 0L);
    }

    @Test
    void anotherProgramThatReplacesAnEndedGroupIsNoTransition() {
        database.insert("ended", GroupState.PENDING);
        database.state("ended", GroupState.COMPLETED);
        database.execute("UPDATE queue_transitions SET at = at - " + 91 * DAY);
        database.insert("now", GroupState.PENDING);
        retention(clock).run(false);

        database.execute("INSERT OR REPLACE INTO ingest_queue (group_id, state, received_at, last_update)"
                + " VALUES ('ended', 'completed', 1, 1)");

        assertThat(database.text(HISTORY + "'ended'")).isEqualTo("completed");
    }

    @Test
    void numbersAreNotGivenAgain() {
        database.insert("deleted", GroupState.PENDING);
        database.execute("DELETE FROM ingest_queue",
                "INSERT INTO queue_outbox (group_id, kind, content, created_at, told_at) VALUES ('deleted', 'CONVERTED', '{}', 1, 1)");
        long transition = number("queue_transitions");
        long entry = number("queue_outbox");
        database.execute("UPDATE queue_transitions SET at = at - " + 91 * DAY + " WHERE id < " + transition,
                "INSERT INTO queue_outbox (group_id, kind, content, created_at, told_at) VALUES ('later', 'CONVERTED', '{}', 1, "
                        + 91 * DAY + ")");
        assertThat(retention(clock).run(false).counts())
                .isEqualTo(Map.of("queue_transitions", 1L, "queue_outbox", 1L));
        database.execute("DELETE FROM queue_transitions", "DELETE FROM queue_outbox");

        database.insert("new", GroupState.PENDING);
        database.execute(
                "INSERT INTO queue_outbox (group_id, kind, content, created_at) VALUES ('new', 'CONVERTED', '{}', 1)");

        assertThat(number("queue_transitions")).isGreaterThan(transition);
        assertThat(number("queue_outbox")).isGreaterThan(entry + 1);
    }

    @Test
    void whatIsToldGoesAfterAWhileAndWhatIsNotStays() {
        double now = clock.millis() / 1000.0;
        for (String told : new String[]{"NULL", String.valueOf(now - 91 * DAY), String.valueOf(now)}) {
            database.execute("INSERT INTO queue_outbox (group_id, kind, content, created_at, told_at)"
                    + " VALUES ('g', 'CONVERTED', '{}', 1, " + told + ")");
        }

        assertThat(retention(clock).run(false).counts()).containsEntry("queue_outbox", 1L);

        assertThat(database.text("SELECT group_concat(told_at IS NULL) FROM queue_outbox")).isEqualTo("1,0");
    }

    @Test
    void aClockThatRunsAheadMakesNothingOld() {
        database.insert("ended", GroupState.PENDING);
        database.state("ended", GroupState.COMPLETED);

        assertThat(retention(Clock.offset(clock, Duration.ofDays(3650))).run(false).counts())
                .containsEntry("queue_transitions", 0L);
    }

    @Test
    void muchGoesInParts() {
        database.insert("ended", GroupState.COMPLETED);
        database.execute("INSERT INTO queue_transitions (group_id, to_state, at)"
                + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2600) SELECT 'ended', 'pending', 1 FROM n");
        database.state("ended", GroupState.FAILED);

        assertThat(retention(clock).run(false).counts()).containsEntry("queue_transitions", 2600L);
        assertThat(database.text(HISTORY + "'ended'")).isEqualTo("completed failed");
    }

    private HistoryRetention retention(Clock time) {
        return new HistoryRetention(units, config, time);
    }

    private long number(String table) {
        return Long.parseLong(database.text("SELECT max(id) FROM " + table));
    }
}
