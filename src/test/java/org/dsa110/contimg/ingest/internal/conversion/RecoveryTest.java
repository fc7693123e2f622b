package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.dsa110.contimg.ingest.internal.claims.Claims;
import org.dsa110.contimg.ingest.internal.claims.LeaseWatch;
import org.dsa110.contimg.ingest.internal.grouping.FileGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class RecoveryTest {
    private static final String GROUP = FileGroups.group(0);
    private static final Duration LEASE = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(11);

    @Inject
    Claims claims;
    @Inject
    LeaseWatch leases;
    @Inject
    IngestDatabase database;

    @TempDir
    Path folder;

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

    @BeforeEach
    void clear() {
        database.clear();
        leases.forget();
    }

    /** Its workers could not be heard: what they sent waits to be read. */
    @Test
    void noLeaseRunsOutWhileTheServiceStandsStill() {
        claim(null);
        Recovery recovery = recovery();
        recovery.look();

        pass(Duration.ofHours(1));
        recovery.look();
        assertThat(database.groups()).containsEntry(GROUP, "in_progress");

        pass(BETWEEN_LOOKS);
        recovery.look();
        assertThat(database.groups()).containsEntry(GROUP, "pending");
    }

    @Test
    void aNoteThatWasBegunStaysWhileItsClaimDoes() throws IOException {
        ClaimedGroup group = claim("another machine");
        Path begun = Files.createFile(folder.resolve(group.token() + ".17.new"));
        Files.createFile(folder.resolve("ended.18.new"));
        Recovery recovery = recovery();

        recovery.look();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(begun);
        }

        claims.release(GROUP, group.token(), "the service ended").await().indefinitely();
        pass(BETWEEN_LOOKS);
        recovery.look();
        assertThat(folder).isEmptyDirectory();
    }

    /** The lease itself passes, by the clock of this process; between two looks passes as much as the test says. */
    private void pass(Duration betweenLooks) {
        long end = System.nanoTime() + LEASE.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        nanoTime.addAndGet(betweenLooks.toNanos());
    }

    private ClaimedGroup claim(String process) {
        database.insert(GROUP, GroupState.PENDING);
        List<ClaimedGroup> groups = claims.claim("worker", 1, process == null ? LEASE.toNanos() / 1e9 : 3600, process)
                .await().indefinitely();
        assertThat(groups).hasSize(1);
        return groups.get(0);
    }

    private Recovery recovery() {
        return new Recovery(new OutcomeJournal(Optional.of(folder)), claims,
                new DeadServices(claims, new Heartbeats(claims)), leases,
                new UnstoredOutcomes(new SimpleMeterRegistry()), Configs.with(Map.of()), nanoTime::get);
    }
}
