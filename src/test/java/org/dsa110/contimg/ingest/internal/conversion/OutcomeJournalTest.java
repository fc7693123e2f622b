package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** As kill -9 leaves it; but another service may be at it just now. */
    @Test
    void whatWasBegunGoesAwayWhereNobodyWorksUnderItsClaim() throws IOException {
        OutcomeJournal journal = new OutcomeJournal(Optional.of(folder));
        journal.put(NOTE);
        Files.createFile(folder.resolve("ended.17.new"));
        Path at = Files.createFile(folder.resolve("claimed.18.new"));

        journal.removeBegun(() -> Set.of("claimed"));

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(at, folder.resolve("token.outcome"));
        }
        assertThat(journal.notes()).containsExactly(NOTE);
    }

    /** A claim that is made after the look at the claims has its note begun after the look at the files. */
    @Test
    void claimsAreAskedForWhenWhatWasBegunIsListed() throws IOException {
        OutcomeJournal journal = new OutcomeJournal(Optional.of(folder));
        Files.createFile(folder.resolve("ended.17.new"));

        journal.removeBegun(() -> {
            try {
                Files.createFile(folder.resolve("later.18.new"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Set.of();
        });

        assertThat(folder.resolve("later.18.new")).exists();
        assertThat(folder.resolve("ended.17.new")).doesNotExist();
    }
}
