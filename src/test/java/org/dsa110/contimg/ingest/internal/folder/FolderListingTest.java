package org.dsa110.contimg.ingest.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingTest {
    private static final String FIRST = "2026-02-11T15:58:07_sb00.hdf5";
    private static final String SECOND = "2026-02-11T15:58:07_sb01.hdf5";

    @TempDir
    Path temporary;
    Path folder;
    AtomicLong time = new AtomicLong(-5);
    AtomicInteger found = new AtomicInteger();
    FolderListing listing;

    @BeforeEach
    void oneFile() throws IOException {
        folder = Files.createDirectory(temporary.resolve("incoming"));
        Files.createFile(folder.resolve(FIRST));
        Files.createFile(folder.resolve("2026-02-30T15:58:07_sb00.hdf5"));
        listing = new FolderListing(folder, time::get, found::incrementAndGet);
    }

    @Test
    void aFolderIsListedUntilItHadBeenTheSameBefore() throws IOException {
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST);
        assertThat(listed()).as("within the tick of a change").isPresent();
        time.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST);
        time.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(listed()).isEmpty();
    }

    @Test
    void whatComesInTheTickOfTheListingIsFound() throws IOException {
        FileTime tick = Files.getLastModifiedTime(folder);
        listed();
        Files.createFile(folder.resolve(SECOND));
        Files.setLastModifiedTime(folder, tick);

        time.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatComesAndGoesIsNoticed() throws IOException {
        settle();
        Files.createFile(folder.resolve(SECOND));
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST, SECOND);
        settle();
        Files.delete(folder.resolve(FIRST));
        assertThat(listed().orElseThrow().snapshot()).containsExactly(SECOND);
        settle();
        Files.move(folder.resolve(SECOND), folder.resolve(FIRST));
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST);
    }

    @Test
    void aFileSystemThatKeepsNoTimesIsListedEveryFiveMinutes() throws IOException {
        settle();
        FileTime tick = Files.getLastModifiedTime(folder);
        Files.createFile(folder.resolve(SECOND));
        Files.setLastModifiedTime(folder, tick);
        assertThat(listed()).isEmpty();

        time.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST, SECOND);
    }

    @Test
    void anotherFolderAtThePathIsListed() throws IOException {
        settle();
        FileTime tick = Files.getLastModifiedTime(folder);
        Files.move(folder, temporary.resolve("away"));
        Files.createDirectory(folder);
        Files.createFile(folder.resolve(SECOND));
        Files.setLastModifiedTime(folder, tick);
        assertThat(listed().orElseThrow().snapshot()).containsExactly(SECOND);
    }

    @Test
    void aFolderThatCouldNotBeListedIsListedNextTime() throws IOException {
        settle();
        Path away = Files.move(folder, temporary.resolve("away"));
        assertThatThrownBy(this::listed).isInstanceOf(IOException.class);
        Files.move(away, folder);
        Files.createFile(folder.resolve(SECOND));
        assertThat(listed().orElseThrow().snapshot()).containsExactly(FIRST, SECOND);
    }

    @Test
    void eachNameThatAListingFindsIsTold() throws IOException {
        listed();
        assertThat(found).hasValue(2);
        settle();
        assertThat(found).as("two listings more, and a look that needed none").hasValue(6);
    }

    private void settle() throws IOException {
        listed();
        time.addAndGet(Duration.ofSeconds(15).toNanos());
        listed();
        time.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(listed()).isEmpty();
    }

    private Optional<SubbandNames> listed() throws IOException {
        return listing.ifChanged(false, name -> false);
    }
}
