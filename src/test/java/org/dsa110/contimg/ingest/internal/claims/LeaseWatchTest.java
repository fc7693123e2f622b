package org.dsa110.contimg.ingest.internal.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.dsa110.contimg.ingest.internal.queue.ClaimEndSql.Ending;
import org.dsa110.contimg.ingest.internal.queue.ClaimSql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When groups are taken back from workers that show no sign of life. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class LeaseWatchTest {
    private static final String GROUP = FileGroups.group(0);

    @Inject
    UnitExecutor units;
    @Inject
    Claims claims;
    @Inject
    ClaimSql sql;
    @Inject
    IngestDatabase database;

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void aLeaseEndsWithoutASignOfLifeByTheTimeThatPassedAndByNoClock() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claims.claim("worker", 1, 60, null).await().indefinitely().get(0);
        LeaseWatch watch = watch();
        assertThat(watch.look()).isEmpty();
        // The clock was set: what it said when the group was claimed is an hour ahead, or a day behind.
        database.execute("UPDATE queue_claims SET claimed_at = claimed_at + 3600, beat_at = beat_at - 86400");
        pass(Duration.ofSeconds(59));
        assertThat(watch.look()).isEmpty();
        claims.beat(GROUP, group.token()).await().indefinitely();
        pass(Duration.ofSeconds(59));
        assertThat(watch.look()).isEmpty();
        pass(Duration.ofSeconds(59));
        assertThat(watch.look()).isEmpty();
        pass(Duration.ofSeconds(1));

        assertThat(watch.look()).containsExactly(GROUP);

        assertThat(database.groups()).containsEntry(GROUP, "pending");
        assertThat(database.groups("retry_count")).containsEntry(GROUP, "1");
        assertThat(database.groups("error").get(GROUP)).contains("worker").contains("60 s");
        assertThat(
                claims.complete(GROUP, group.token(), new Converted("/ms/one.ms", null, null, null, null, null, null))
                        .await().indefinitely())
                .as("too late").isEqualTo(Ending.LOST);
        assertThat(watch.look()).isEmpty();
    }

    /** As while the disk is full for an hour, when nothing can be written, and reads go on. */
    @Test
    void aLeaseDoesNotRunOutWhileSignsOfLifeCannotBeStored() {
        database.insert(GROUP, GroupState.PENDING);
        ClaimedGroup group = claims.claim("worker", 1, 60, null).await().indefinitely().get(0);
        LeaseWatch watch = watch();
        watch.look();
        database.execute("CREATE TRIGGER refuse BEFORE UPDATE ON queue_claims BEGIN SELECT RAISE(ABORT, 'full'); END");
        try {
            pass(Duration.ofSeconds(59));
            assertThatThrownBy(() -> claims.beat(GROUP, group.token()).await().indefinitely())
                    .isInstanceOf(DatabaseException.class);
        } finally {
            database.execute("DROP TRIGGER refuse");
        }
        pass(Duration.ofSeconds(1));
        assertThat(watch.look()).as("it is waited for once more in full").isEmpty();
        pass(Duration.ofSeconds(59));
        assertThat(watch.look()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(watch.look()).containsExactly(GROUP);
    }

    @Test
    void aLeaseThatCannotBeEndedKeepsNoOtherFromIt() {
        String other = FileGroups.group(300);
        database.insert(GROUP, GroupState.PENDING);
        database.insert(other, GroupState.PENDING);
        assertThat(claims.claim("worker", 2, 60, null).await().indefinitely()).hasSize(2);
        LeaseWatch watch = watch();
        watch.look();
        pass(Duration.ofSeconds(60));
        database.execute("CREATE TRIGGER refuse BEFORE DELETE ON queue_claims WHEN OLD.group_id = '" + GROUP
                + "' BEGIN SELECT RAISE(ABORT, 'not this one'); END");
        try {
            assertThat(watch.look()).containsExactly(other);
        } finally {
            database.execute("DROP TRIGGER refuse");
        }
        assertThat(watch.look()).containsExactly(GROUP);
    }

    @Test
    void aGroupThatAnotherProgramLeavesInProgressIsTakenBackAfterTheUsualLease() {
        database.insert(GROUP, GroupState.IN_PROGRESS);
        LeaseWatch watch = watch();
        watch.look();
        pass(Duration.ofMinutes(59));
        database.execute("UPDATE ingest_queue SET last_update = last_update + 1");
        watch.look();
        pass(Duration.ofMinutes(59));
        assertThat(watch.look()).isEmpty();
        pass(Duration.ofMinutes(1));

        assertThat(watch.look()).containsExactly(GROUP);

        assertThat(database.groups()).containsEntry(GROUP, "pending");
    }

    @Test
    void aLeaseThatRunsOutOnceTooOftenGivesTheGroupUp() {
        database.insert(GROUP, GroupState.PENDING);
        database.execute("UPDATE ingest_queue SET retry_count = 2");
        claims.claim("worker", 1, 3600, null).await().indefinitely();
        LeaseWatch watch = watch();
        watch.look();
        pass(Duration.ofHours(1));

        assertThat(watch.look()).containsExactly(GROUP);

        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT kind FROM queue_outbox")).isEqualTo("GIVEN_UP");
    }

    private LeaseWatch watch() {
        return ClaimParts.leases(units, sql, claims, nanoTime::get);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
