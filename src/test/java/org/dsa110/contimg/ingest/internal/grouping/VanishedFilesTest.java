package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded files that are gone, and those that come back. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class VanishedFilesTest extends ScannerSuite {
    @Test
    void aGroupDoesNotBecomePendingWithAFileThatVanished() throws IOException {
        folder.subbandsUpTo(15);
        scan(2);
        Files.delete(folder.path(3));
        folder.whole(15);
        try (LoggedLines lines = new LoggedLines(ArrivalScanner.class)) {
            scan(5);
            assertThat(lines.messages()).containsExactly(folder.path(3) + " has vanished before group " + GROUP
                    + " was whole, which no longer has it");
        }
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "collecting"));
        assertThat(database.files()).hasSize(15).doesNotContainKey(folder.path(3).toString());
        assertThat(metrics.counter("contimg_ingest_files", "outcome", "vanished").count()).isEqualTo(1);

        folder.whole(3);
        scan(2);
        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "pending"));
    }

    @Test
    void afterARestartWhatVanishedMeanwhileIsTakenOut() throws IOException {
        folder.subbandsUpTo(15);
        scan(2);
        Files.delete(folder.path(3));
        folder.whole(15);

        restart();
        scan(3);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, "collecting"));
        assertThat(database.files()).hasSize(15);
    }

    @Test
    void aCopyTakesThePlaceOfAFileThatVanishes() throws IOException {
        Path first = folder.whole("2026-02-11T15:58:07_sb03.hdf5");
        Path copy = folder.whole("2026-02-11T15:58:09_sb03.hdf5");
        scan(2);
        assertThat(database.files()).containsOnlyKeys(first.toString());

        Files.delete(first);
        scan(1);

        assertThat(database.files()).containsOnly(Map.entry(copy.toString(), "2026-02-11T15:58:09"));
    }

    @Test
    void aLinkWhoseFileVanishesIsTakenOut() throws IOException {
        Path other = Files.createDirectory(temporary.toRealPath().resolve("other"));
        Path target = Files.move(folder.whole(3), other.resolve(folder.path(3).getFileName()));
        Files.createSymbolicLink(folder.path(3), target);
        scan(2);
        assertThat(database.files()).containsOnlyKeys(target.toString());

        Files.delete(target);
        scan(1);

        assertThat(database.files()).isEmpty();
    }

    @Test
    void filesThatOthersRecordedElsewhereAreLeftToThem() {
        folder.whole(3);
        scan(2);
        database.execute("INSERT INTO subband_files (group_id, subband_idx, path) VALUES ('" + GROUP
                + "', 4, '/of/another/host/" + GROUP + "_sb04.hdf5')");

        scan(3);

        assertThat(database.files()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(value = GroupState.class, mode = EnumSource.Mode.EXCLUDE, names = "COLLECTING")
    void aFileOfAGroupThatIsWorkedOnMayVanishAndComeBack(GroupState state) throws IOException {
        folder.subbandsUpTo(16);
        scan(2);
        database.state(GROUP, state);
        String before = database.text("SELECT last_update FROM ingest_queue");

        Files.delete(folder.path(3));
        scan(3);
        assertThat(database.files()).hasSize(16);
        folder.whole(3);
        scan(3);

        assertThat(database.groups()).containsOnly(Map.entry(GROUP, state.toString()));
        assertThat(database.files()).hasSize(16);
        assertThat(database.text("SELECT last_update FROM ingest_queue")).isEqualTo(before);
    }
}
