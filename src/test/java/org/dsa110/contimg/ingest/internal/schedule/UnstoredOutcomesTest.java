package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.hdf5.IndexedSubbandFile;
import org.dsa110.contimg.ingest.ConvertedGroupListener;
import org.dsa110.contimg.products.MeasurementSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a database does not take of a conversion is kept, and made up for without another conversion. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@Timeout(300)
class UnstoredOutcomesTest extends IngestSuite {
    @Test
    void aGroupWhoseRegistrationBreaksOffIsRegisteredOnceAndNotConvertedAgain() throws Exception {
        String msPath = "/ms/crash-" + ingest.incoming().hashCode() + ".ms";
        List<ConvertedGroupListener> crashing = new ArrayList<>(listeners);
        AtomicInteger tries = new AtomicInteger();
        crashing.add(group -> {
            tries.incrementAndGet();
            return Uni.createFrom().failure(new IllegalStateException("crash"));
        });
        ingest.service("echo ran >> '" + temporary + "/ran'; echo " + msPath, crashing);
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitTrue(() -> tries.get() > 0);
        ingest.stop();
        assertThat(database.groups()).containsEntry(GROUP, "completed");

        ingest.service("echo ran >> '" + temporary + "/ran'; echo " + msPath, listeners);
        ingest.dispatcher().tick();
        ingest.awaitTold();

        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(database.text("SELECT error FROM ingest_queue")).isNull();
        assertThat(units.read(Database.PRODUCTS, () -> MeasurementSet.count("path", msPath)).await().indefinitely())
                .isEqualTo(1);
        assertThat(units.read(Database.HDF5, () -> IndexedSubbandFile.count("path like ?1", ingest.incoming() + "/%"))
                .await()
                .indefinitely()).isEqualTo(16);
        assertThat(ingest.registered(msPath)).isEqualTo("ms staging " + msPath + " 16");
    }

    @Test
    void aFailedRegistrationDoesNotFailAConvertedGroupAndIsMadeUpFor() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ingest.service("echo ran >> '" + temporary + "/ran'; echo /ms/a.ms",
                List.of(group -> Uni.createFrom().deferred(() -> tries.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("no room"))
                        : Uni.createFrom().voidItem())));
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitTrue(() -> tries.get() == 1 && "no room".equals(database.text("SELECT error FROM queue_outbox")));
        assertThat(database.groups()).containsEntry(GROUP, "completed");

        ingest.awaitTrue(() -> {
            ingest.dispatcher().tick();
            return "1".equals(
                    database.text("SELECT count(*) FROM queue_outbox WHERE told_at IS NOT NULL AND error IS NULL"));
        });

        assertThat(tries).hasValue(2);
        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(database.text("SELECT error FROM ingest_queue")).isNull();
    }

    @Test
    void anOutcomeThatTheDatabaseDoesNotTakeIsKeptAndFoundByTheNextStart() throws Exception {
        ingest.service("until test -e '" + temporary + "/go'; do sleep 0.01; done; echo ran >> '" + temporary
                + "/ran'; echo /ms/a.ms",
                List.of());
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitState("in_progress");
        database.execute("CREATE TRIGGER refuse BEFORE UPDATE OF state ON ingest_queue WHEN NEW.state = 'completed'"
                + " BEGIN SELECT RAISE(ABORT, 'not now'); END");
        try {
            Files.createFile(temporary.resolve("go"));
            ingest.awaitTrue(() -> ingest.outcomes().size() == 1);
            ingest.stop();
            assertThat(database.groups()).containsEntry(GROUP, "in_progress");

            ingest.service("echo /ms/b.ms", List.of());
            ingest.dispatcher().tick();
            assertThat(ingest.outcomes()).as("kept, and no reason to do nothing else").hasSize(1);
            ingest.stop();
        } finally {
            database.execute("DROP TRIGGER refuse");
        }

        ingest.service("echo ran >> '" + temporary + "/ran'; echo /ms/b.ms", List.of());
        ingest.dispatcher().tick();
        ingest.awaitTold();

        assertThat(database.groups()).containsEntry(GROUP, "completed");
        assertThat(database.text("SELECT content FROM queue_outbox")).contains("/ms/a.ms");
        assertThat(Files.readAllLines(temporary.resolve("ran"))).hasSize(1);
        assertThat(ingest.outcomes()).isEmpty();
    }

    /** A lease that ran out meanwhile would have it converted again. */
    @Test
    void aConvertedGroupShowsSignsOfLifeUntilTheDatabaseTakesThat() throws Exception {
        database.execute("CREATE TRIGGER refuse BEFORE UPDATE OF state ON ingest_queue WHEN NEW.state = 'completed'"
                + " BEGIN SELECT RAISE(ABORT, 'not now'); END");
        try {
            ingest.service("echo /ms/a.ms", List.of(), Map.of("contimg.ingest.lease", "1s"));
            ingest.arrive(16);
            ingest.dispatcher().tick();
            ingest.awaitTrue(() -> ingest.outcomes().size() == 1);
            int beats = beats();
            ingest.awaitTrue(() -> beats() > beats + 1);
        } finally {
            database.execute("DROP TRIGGER refuse");
        }
        ingest.awaitState("completed");
    }

    private int beats() {
        return Integer.parseInt(database.text("SELECT beats FROM queue_claims"));
    }
}
