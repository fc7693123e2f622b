package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What went wrong in the queue that the pipeline had before, where the finding of files was at fault. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class OldQueueFaultsTest extends ScannerSuite {
    @Inject
    GroupRecorder recorder;

    /** It went back to pending: double work, endless retries. Here a restart, and a folder that is listed anew, show the files again. */
    @ParameterizedTest
    @EnumSource(value = GroupState.class, names = {"IN_PROGRESS", "FAILED", "COMPLETED"})
    void seeingAFileAgainOfAGroupThatIsWorkedOnChangesNothing(GroupState state) throws IOException {
        folder.subbandsUpTo(16);
        scan(2);
        database.state(GROUP, state);
        String before = row();

        restart();
        scan(3);
        byte[] bytes = Files.readAllBytes(folder.path(0));
        Files.delete(folder.path(0));
        scan(1);
        Files.write(folder.path(0), bytes);
        scan(3);

        assertThat(row()).isEqualTo(before);
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, state.toString()));
    }

    /** It made a group that never had a file. */
    @ParameterizedTest
    @EnumSource(value = GroupState.class, names = {"IN_PROGRESS", "FAILED", "COMPLETED"})
    void aFileOfACompletedGroupWithAnotherSecondMakesNoGhostGroup(GroupState state) {
        folder.subbandsUpTo(16);
        scan(2);
        database.state(GROUP, state);

        folder.whole("2026-02-11T15:58:06_sb03.hdf5");
        folder.whole("2026-02-11T15:58:09_sb04.hdf5");
        scan(4);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, state.toString()));
        assertThat(database.files()).hasSize(16);
    }

    /** It raised a constraint error, which ended the scan. */
    @Test
    void theSameSubbandUnderAnotherPathStopsNoScan() {
        database.insert(GROUP, GroupState.COLLECTING);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP + "', 0, '/other/"
                + GROUP + "_sb00.hdf5')");
        folder.subbandsUpTo(16);
        folder.whole("2026-02-11T16:03:16_sb00.hdf5");

        scan(2);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"),
                Map.entry("2026-02-11T16:03:16", "collecting"));
        assertThat(metrics.counter("contimg_ingest_files", "outcome", "duplicate").count()).isEqualTo(1);
    }

    /** 3,592 of 3,599 groups waited for files that stood in the groups of the next second. */
    @Test
    void filesOfAnObservationThatDifferBySecondsAreOneGroup() {
        List<ArrivedFile> files = new ArrayList<>(RealArrivals.files());
        Collections.shuffle(files, new Random(6));
        for (int from = 0; from < files.size(); from += 256) {
            recorder.record(files.subList(from, Math.min(from + 256, files.size())), List.of()).await().indefinitely();
        }

        assertThat(database.groups().values()).filteredOn("pending"::equals).hasSize(1_162);
        assertThat(database.groups().values()).filteredOn("collecting"::equals).hasSize(23);
    }

    /** Two forms of one path were taken for two files, and every one of 92,881 for gone. */
    @Test
    void lookingAgainByAnotherPathOfTheFolderTakesNoFileForGone() throws IOException {
        folder.subbandsUpTo(15);
        scan(2);
        String before = row();
        Files.createSymbolicLink(temporary.resolve("link"), temporary.toRealPath());

        for (String way : new String[]{"link/incoming", "incoming/../incoming/."}) {
            scanner = scanners.with(
                    Configs.with(Map.of("contimg.ingest.incoming-dir", temporary.resolve(way).toString())),
                    metrics);
            scan(3);
        }

        assertThat(row()).isEqualTo(before);
        assertThat(database.files()).hasSize(15);
        assertThat(metrics.counter("contimg_ingest_files", "outcome", "vanished").count()).isZero();
    }

    private String row() {
        return database
                .text("SELECT group_concat(state || last_update || received_at || retry_count) FROM ingest_queue")
                + database.files();
    }
}
