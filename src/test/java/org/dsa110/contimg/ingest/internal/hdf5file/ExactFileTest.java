package org.dsa110.contimg.ingest.internal.hdf5file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactFileTest {
    private static final int LARGE = 60 << 20;

    @TempDir
    Path folder;

    @Test
    void tooMuchStructureIsDamageAndTooManyElementsAreNotRead() throws IOException {
        Path path = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(LARGE);
        }
        try (ExactFile file = ExactFile.open(path)) {
            for (int i = 0; i < 4; i++) {
                assertThat(file.readElements(0, LARGE).remaining()).isEqualTo(LARGE);
            }
            assertThatThrownBy(() -> file.readElements(0, LARGE)).isInstanceOf(UnreadableException.class);
            for (int i = 0; i < 4; i++) {
                assertThat(file.read(0, LARGE).remaining()).isEqualTo(LARGE);
            }
            assertThatThrownBy(() -> file.read(0, LARGE)).isInstanceOf(IOException.class)
                    .isNotInstanceOf(UnreadableException.class)
                    .hasMessage("the file's structures do not come to an end");
        }
    }
}
