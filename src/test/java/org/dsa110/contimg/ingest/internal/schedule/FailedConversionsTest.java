package org.dsa110.contimg.ingest.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A group that is not converted says why, and goes on from where it is; and one that is not ours any more is left alone. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
@Timeout(300)
class FailedConversionsTest extends IngestSuite {
    private static final String STAND_IN = Path.of("deploy/dev/stand-in-converter").toAbsolutePath().toString();

    @Test
    void aConverterThatFailsLeavesAGroupThatSaysWhyAndIsTriedAgain() throws Exception {
        ingest.service("echo no disk >&2; exit 4", listeners);
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue"))
                .isEqualTo("the converter ended with exit status 4: no disk");
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("0");
    }

    @Test
    void aConverterWhoseGroupOthersEndIsEnded() throws Exception {
        ingest.service("echo $$ > '" + temporary + "/pid'; sleep 100", List.of(), Map.of("contimg.ingest.lease", "1s"));
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitTrue(() -> Files.exists(temporary.resolve("pid")));

        database.state(GROUP, GroupState.FAILED);

        ingest.awaitTrue(() -> ingest.metrics().counter("dsa110_conversion", "outcome", "lost").count() == 1);
        assertThat(database.groups()).containsEntry(GROUP, "failed");
        assertThat(database.text("SELECT count(*) FROM queue_claims")).isEqualTo("0");
    }

    @Test
    void aGroupWhoseFileIsGoneFailsWithoutAConversion() throws Exception {
        ingest.service("touch '" + temporary + "/ran'; echo /ms/a.ms", listeners);
        ingest.arrive(16);
        Files.delete(ingest.incoming().resolve(GROUP + "_sb07.hdf5"));
        ingest.dispatcher().tick();
        ingest.awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue")).contains("_sb07.hdf5 cannot be read");
        assertThat(temporary.resolve("ran")).doesNotExist();
    }

    @Test
    void aGroupWithAnImpossiblePathFailsAndTheNextIsConverted() throws Exception {
        ingest.service("echo /ms/a.ms", listeners);
        ingest.arrive(16);
        String bad = "2026-02-11T12:00:00";
        database.insert(bad, GroupState.PENDING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + bad
                + "', 0, '/a' || char(0) || '/" + bad
                + "_sb00.hdf5')");
        ingest.dispatcher().tick();
        ingest.awaitState("completed");

        assertThat(database.groups()).containsEntry(bad, "failed");
        assertThat(database.text("SELECT error FROM ingest_queue WHERE group_id = '" + bad + "'"))
                .contains("is no possible path");
    }

    @Test
    void aGroupWhoseStateSomebodyChangedIsLeftAlone() throws Exception {
        ingest.service("until test -e '" + temporary + "/go'; do sleep 0.01; done; echo /ms/a.ms", List.of());
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitState("in_progress");
        database.execute("UPDATE ingest_queue SET state = 'failed', error = 'operator'");
        Files.createFile(temporary.resolve("go"));
        ingest.awaitTrue(() -> ingest.metrics().counter("dsa110_conversion", "outcome", "lost").count() == 1);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "failed"));
        assertThat(database.text("SELECT error FROM ingest_queue")).isEqualTo("operator");
        assertThat(database.text("SELECT count(*) FROM performance_metrics")).isEqualTo("0");
        assertThat(database.text("SELECT count(*) FROM queue_outbox")).isEqualTo("0");
    }

    @Test
    void anOrderlyShutdownEndsConvertersAndGivesTheirGroupsBack() throws Exception {
        Path running = temporary.resolve("running");
        ingest.service(
                "trap '' TERM; (sleep 300; echo) & echo $! > '" + temporary + "/new'; mv '" + temporary + "/new' '"
                        + running + "'; wait; wait; touch '" + temporary + "/ended'",
                listeners);
        ingest.arrive(16);
        ingest.dispatcher().tick();
        ingest.awaitTrue(() -> Files.exists(running));
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "in_progress"));

        ingest.stop();

        assertThat(temporary.resolve("ended")).as("it was not waited for").doesNotExist();
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        ingest.awaitTrue(() -> ProcessHandle.of(number(running)).filter(ProcessHandle::isAlive).isEmpty());
        ingest.dispatcher().tick();
        ingest.scanner().scan();
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutACommandGroupsStayPending() throws Exception {
        ingest.service(null, listeners);
        ingest.arrive(16);
        ingest.dispatcher().tick();

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        assertThat(ingest.metrics().get("contimg_ingest_queue_pending_count").gauge().value()).isEqualTo(1);
    }

    @Test
    void aLastFileThatAnotherProgramRecordsMakesTheGroupPending() throws Exception {
        ingest.service(null, listeners);
        ingest.arrive(15);
        database.execute(
                "INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP + "', 15, '/elsewhere/"
                        + GROUP + "_sb15.hdf5')");

        ingest.dispatcher().tick();

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
        assertThat(ingest.metrics().get("contimg_ingest_queue_pending_count").gauge().value()).isEqualTo(1);
    }

    @Test
    void theStandInRefusesAGroupThatIsNotWhole() throws Exception {
        ingest.service(STAND_IN, listeners);
        ingest.arrive(15);
        database.state(GROUP, GroupState.PENDING);
        ingest.dispatcher().tick();
        ingest.awaitError();

        assertThat(database.text("SELECT error FROM ingest_queue"))
                .endsWith("got 15 subband files of group " + GROUP + ", not 16");
    }
}
