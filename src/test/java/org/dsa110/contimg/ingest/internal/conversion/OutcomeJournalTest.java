package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.dsa110.contimg.ingest.internal.claims.Converted;
import org.dsa110.contimg.ingest.internal.claims.OutcomeJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeJournalTest {
    private static final OutcomeJournal.Note NOTE = new OutcomeJournal.Note("2026-02-11T15:58:07", "token",
            OutcomeJson.of(new Converted("/ms/one.ms", 1.0, null, 3.0, 128.0, null, List.of())));

    @TempDir
    Path folder;

    @Test
    void whatIsKeptIsFoundUntilItIsRemoved() {
        OutcomeJournal journal = new OutcomeJournal(Optional.of(folder));

        journal.put(NOTE);
        assertThat(new OutcomeJournal(Optional.of(folder)).notes()).containsExactly(NOTE);

        journal.remove(NOTE.token());
        assertThat(folder).isEmptyDirectory();
    }

    /** As where the disk is full, for each group that is converted then. */
    @Test
    void whatCannotBeKeptLeavesNothingBehind() throws IOException {
        Path inItsPlace = Files.createDirectories(folder.resolve("token.outcome/in its place"));

        new OutcomeJournal(Optional.of(folder)).put(NOTE);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(inItsPlace.getParent());
        }
    }
}
