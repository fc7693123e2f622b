package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.NotWhole;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.Whole;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDropTest {
    private static final SubbandFileName NAME = SubbandFileName.parse("2026-02-11T15:58:07_sb07.hdf5").orElseThrow();
    private static final Arrival ARRIVAL = new Arrival(NAME, Pointing.at(NAME.timestamp()), false);

    @TempDir
    Path folder;

    private Path file;
    private FileDrop drop;

    @BeforeEach
    void open() {
        file = folder.resolve(NAME.format());
        drop = new FileDrop(folder, new Uvh5Writer(1));
    }

    @Test
    void aRenamedFileIsWholeAtOnce() throws IOException {
        drop.rename(ARRIVAL);
        assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class);
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aGrowingFileIsNotWholeBeforeItIsComplete() throws IOException {
        drop.begin(ARRIVAL);
        assertThat(file).isEmptyFile();
        int pieces = 0;
        while (drop.isGrowing()) {
            assertThat(Uvh5Content.of(file)).isInstanceOf(NotWhole.class);
            drop.grow();
            pieces++;
        }
        assertThat(pieces).isGreaterThan(2);
        assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class);
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aFileThatHasNotGrownUpIsRemovedOnClosing() throws IOException {
        drop.begin(ARRIVAL);
        drop.grow();
        drop.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(file, "145 MB of visibilities");
        assertThatThrownBy(() -> drop.rename(ARRIVAL)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> drop.begin(ARRIVAL)).isInstanceOf(FileAlreadyExistsException.class);
        drop.close();
        assertThat(file).hasContent("145 MB of visibilities");
    }

    @Test
    void anInterruptedThreadStillWritesItsFileAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        drop.rename(ARRIVAL);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class);
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }
}
