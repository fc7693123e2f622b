package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class DeadServicesTest {
    private static final String GROUP = FileGroups.group(0);
    private static final String OTHER = FileGroups.group(300);

    @Inject
    Claims claims;
    @Inject
    IngestDatabase database;

    private Heartbeats heartbeats;
    private DeadServices deadServices;

    @BeforeEach
    void clear() {
        database.clear();
        heartbeats = new Heartbeats(claims);
        deadServices = new DeadServices(claims, heartbeats);
    }

    /** Its worker was told that the claim failed, as where the disk did not confirm the commit. */
    @Test
    void aClaimThatNoWorkerOfTheServiceKnowsOfIsGivenBackAtTheSecondLook() {
        claim(GROUP);

        deadServices.look(Set.of());
        assertThat(database.groups()).containsEntry(GROUP, "in_progress");
        deadServices.look(Set.of());

        assertThat(database.groups()).containsEntry(GROUP, "pending");
        assertThat(database.groups("retry_count").get(GROUP)).as("the attempt does not count").isNotEqualTo("1");
        assertThat(database.text("SELECT reason FROM queue_transitions ORDER BY id DESC LIMIT 1"))
                .isEqualTo("no worker of the service knows of its claim");
    }

    @Test
    void aClaimThatAWorkerWorksUnderStays() {
        Runnable endBeats = heartbeats.start(claim(GROUP), () -> {
        });
        for (int look = 0; look < 3; look++) {
            deadServices.look(Set.of());
        }
        assertThat(database.groups()).containsEntry(GROUP, "in_progress");
        endBeats.run();
    }

    @Test
    void aGroupThatCannotBeGivenBackKeepsNoOtherWaiting() {
        claim(GROUP);
        claim(OTHER);
        deadServices.look(Set.of());
        database.execute("CREATE TRIGGER refuse BEFORE DELETE ON queue_claims WHEN OLD.group_id = '" + GROUP
                + "' BEGIN SELECT RAISE(ABORT, 'not this one'); END");
        try {
            deadServices.look(Set.of());
            assertThat(database.groups()).containsEntry(GROUP, "in_progress").containsEntry(OTHER, "pending");
        } finally {
            database.execute("DROP TRIGGER refuse");
        }
        deadServices.look(Set.of());
        assertThat(database.groups()).containsEntry(GROUP, "pending");
    }

    /** As a worker of the service does. */
    private ClaimedGroup claim(String groupId) {
        database.insert(groupId, GroupState.PENDING);
        List<ClaimedGroup> groups = claims.claim("worker", 1, 3600, DeadServices.service()).await().indefinitely();
        assertThat(groups).extracting(ClaimedGroup::groupId).containsExactly(groupId);
        return groups.get(0);
    }
}
