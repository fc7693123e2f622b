package org.dsa110.contimg.ingest.internal.uvh5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.NotWhole;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.Whole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Uvh5ContentTest {
    @TempDir
    Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeAFile() throws IOException {
        file = TinyUvh5.write(folder.resolve("2026-02-11T15:58:07_sb07.hdf5"),
                Map.of("time_array", TinyUvh5.TIMES, "phase_center_dec", 0.5));
        whole = Files.readAllBytes(file);
    }

    @Test
    void aWholeFileGivesItsHeader() throws IOException {
        assertThat(Uvh5Content.of(file)).isEqualTo(new Whole(Uvh5File.readHeader(file)));
    }

    @Test
    void aFileThatLacksItsLastBytesIsNeverWhole() throws IOException {
        for (int length = Math.max(0, whole.length - 200); length < whole.length; length++) {
            assertThat(cutAt(length)).as("%d of %d bytes", length, whole.length).isInstanceOf(NotWhole.class);
        }
    }

    @Test
    void aFileCutAnywhereIsNeverWhole() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int length = random.nextInt(whole.length);
            assertThat(cutAt(length)).as("%d of %d bytes, seed %d", length, whole.length, seed)
                    .isInstanceOf(NotWhole.class);
        }
    }

    @Test
    void aFileThatIsStillZeroAtItsEndIsNotWholeWhenItsEndWouldHoldStructure() throws IOException {
        byte[] zeroed = Arrays.copyOf(Arrays.copyOf(whole, whole.length / 2), whole.length);
        Files.write(file, zeroed);
        assertThat(Uvh5Content.of(file)).isInstanceOf(NotWhole.class);
    }

    @Test
    void theReasonIsASentence() throws IOException {
        assertThat(cutAt(0)).isEqualTo(new NotWhole("the file is empty"));
        assertThat(cutAt(whole.length - 1)).isEqualTo(new NotWhole("the file has " + (whole.length - 1) + " of the "
                + whole.length + " bytes that its superblock announces"));
        Files.delete(file);
        assertThat(Uvh5Content.of(file)).isEqualTo(new NotWhole("the file is not there"));
        assertThat(Uvh5Content.of(folder)).isEqualTo(new NotWhole("it is a folder, not a file"));
    }

    @Test
    void whatIsNoHdf5IsNotWhole() throws IOException {
        Files.writeString(file, "timestamp,subband_files\n".repeat(1000));
        assertThat(Uvh5Content.of(file)).isEqualTo(new NotWhole("the file has no HDF5 signature"));
        long seed = new Random().nextLong();
        new Random(seed).nextBytes(whole);
        Files.write(file, whole);
        assertThat(Uvh5Content.of(file)).as("seed %d", seed).isInstanceOf(NotWhole.class);
    }

    @Test
    void anHdf5FileOfAnotherKindIsNotWhole() {
        Path other = TinyUvh5.write(folder.resolve("other.hdf5"), Map.of("x", 1.0));
        assertThat(Uvh5Content.of(other)).isEqualTo(new NotWhole("the file has no Header/time_array"));
        Path empty = TinyUvh5.write(folder.resolve("empty.hdf5"), Map.of("time_array", TinyUvh5.TIMES),
                Map.of("inner", Map.of("x", 1.0)));
        assertThat(Uvh5Content.of(empty)).isEqualTo(new NotWhole("Data/visdata holds no data"));
    }

    @Test
    void onlyErrorsThatAreTheFilesDoingAreDamage() {
        assertThatThrownBy(() -> Uvh5File.read(file, reader -> {
            throw new OutOfMemoryError("not the file's");
        })).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Uvh5File.read(file, reader -> {
            throw new StackOverflowError();
        })).isInstanceOf(IOException.class)
                .hasMessage("the file's structure is damaged: its parts are nested too deeply");
        assertThatThrownBy(() -> Uvh5File.read(file, reader -> {
            throw new IllegalStateException("odd");
        })).isInstanceOf(IOException.class).hasMessage("the file's structure is damaged: odd");
    }

    @Test
    void damageNeverThrows() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            assertThat(Uvh5Content.of(file)).as("seed %d, round %d", seed, i).isNotNull();
        }
    }

    private Uvh5Content cutAt(int length) throws IOException {
        Files.write(file, Arrays.copyOf(whole, length));
        return Uvh5Content.of(file);
    }
}
