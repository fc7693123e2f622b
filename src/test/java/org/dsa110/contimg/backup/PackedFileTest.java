package org.dsa110.contimg.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.dsa110.contimg.database.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are compressed, and what comes out of them again. */
class PackedFileTest {
    private static final int BYTES = 10 << 20;

    @TempDir
    Path folder;

    @Test
    void whatWasPackedComesOutAgain() throws Exception {
        Path plain = Files.write(folder.resolve("plain"), new byte[BYTES]);
        PackedFile.Sums packed = PackedFile.pack(plain, folder.resolve("packed"), Progress.NONE);
        assertThat(PackedFile.unpack(folder.resolve("packed"), folder.resolve("again"), BYTES, Progress.NONE))
                .isEqualTo(packed);
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(plain);
    }

    /** A few KiB can become a disk full of zeros. */
    @Test
    void whatBecomesMoreThanItShouldEndsSoonAndIsToldByItsLength() throws Exception {
        Path plain = Files.write(folder.resolve("plain"), new byte[BYTES]);
        PackedFile.pack(plain, folder.resolve("packed"), Progress.NONE);
        PackedFile.Sums sums = PackedFile.unpack(folder.resolve("packed"), folder.resolve("again"), 1000,
                Progress.NONE);
        assertThat(sums.plain().bytes()).isGreaterThan(1000).isLessThan(1 << 20);
        assertThat(Files.size(folder.resolve("again"))).isEqualTo(sums.plain().bytes());
    }
}
