package org.dsa110.contimg.ingest.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.dsa110.contimg.LoggedLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderNoticesTest {
    @TempDir
    Path temporary;
    Path folder;
    FolderNotices notices = new FolderNotices();

    @BeforeEach
    void watch() throws IOException {
        folder = Files.createDirectory(temporary.resolve("incoming"));
        assertThat(notices.since(folder).orElseThrow()).isEmpty();
    }

    @AfterEach
    void close() {
        notices.close();
    }

    @Test
    void whatIsMadeAndWhatIsRenamedIntoTheFolderIsTold() throws IOException {
        Files.createFile(folder.resolve("made"));
        Files.move(Files.createFile(temporary.resolve("other")), folder.resolve("renamed"));
        await("made", "renamed");
    }

    @Test
    void moreThanAreKeptAreTooManyToTell() throws IOException {
        Optional<Set<String>> told = Optional.of(Set.of());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (int file = 0; told.isPresent(); told = notices.since(folder)) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            for (int end = file + 2_000; file < end; file++) {
                Files.createFile(folder.resolve("file " + file));
            }
        }
        Files.createFile(folder.resolve("after"));
        await("after");
    }

    @Test
    void aFileSystemThatTellsOfNothingIsLeftToTheScans() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(temporary.resolve("a.zip"), Map.of("create", "true"));
                LoggedLines lines = new LoggedLines(FolderNotices.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(notices.since(zip.getPath("/")).orElseThrow()).isEmpty();
                notices.tryAgain();
            }
            assertThat(lines.count()).as("it is told once").isEqualTo(1);
        }
    }

    @Test
    void aFolderThatIsMadeAnewIsWatchedAgain() throws IOException {
        Files.delete(folder);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (LoggedLines lines = new LoggedLines(FolderNotices.class)) {
            while (lines.count() == 0) {
                assertThat(System.nanoTime()).as("time is up").isLessThan(until);
                notices.since(folder);
                LockSupport.parkNanos(1_000_000);
            }
        }
        Files.createDirectory(folder);
        notices.tryAgain();
        notices.since(folder);
        Files.createFile(folder.resolve("made"));
        await("made");
    }

    private void await(String... names) {
        Set<String> told = new HashSet<>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!told.containsAll(Set.of(names))) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            notices.since(folder).ifPresent(told::addAll);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
