package org.dsa110.contimg.ingest.internal.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.dsa110.contimg.ingest.internal.claims.ClaimedGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterInputTest {
    @TempDir
    Path folder;

    @Test
    void anErrorOfOneFileFailsItsGroupWithTheCause() throws IOException {
        Path file = Files.createFile(folder.resolve("2026-02-11T15:58:07_sb00.hdf5"));
        ClaimedGroup group = Claimed.group("2026-02-11T15:58:07", List.of(file.toString()));
        Error thrown = new NoClassDefFoundError("x");

        assertThatThrownBy(() -> ConverterInput.read(group, path -> {
            throw thrown;
        })).isInstanceOf(ConversionFailedException.class).hasCause(thrown)
                .hasMessage("the header of " + file + " cannot be read: java.lang.NoClassDefFoundError: x");
    }

    @Test
    void aFileThatIsGoneIsSaidToBeMissing() {
        Path file = folder.resolve("2026-02-11T15:58:07_sb00.hdf5");

        assertThatThrownBy(() -> ConverterInput.read(Claimed.group("2026-02-11T15:58:07", List.of(file.toString()))))
                .hasMessage("the header of " + file + " cannot be read: there is no such file or folder");
        assertThatThrownBy(() -> ConverterInput.read(Claimed.group("2026-02-11T15:58:07", List.of(file.toString())),
                path -> {
                    throw new AssertionError("not asked");
                })).hasMessageEndingWith("there is no such file or folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/in/notes.txt", "/in\n/2026-02-11T15:58:07_sb00.hdf5", "/in\0/2026-02-11T15:58:07_sb00.hdf5"})
    void whatIsNoPathOfASubbandFileIsNotTriedAgain(String stored) {
        assertThatThrownBy(() -> ConverterInput.read(Claimed.group("2026-02-11T15:58:07", List.of(stored))))
                .isInstanceOfSatisfying(ConversionFailedException.class,
                        failure -> assertThat(failure.retryable()).isFalse());
    }

    @Test
    void whatMayComeBackIsTriedAgain() {
        for (List<String> paths : List.of(List.<String>of(), List.of(folder + "/2026-02-11T15:58:07_sb00.hdf5"))) {
            assertThatThrownBy(() -> ConverterInput.read(Claimed.group("2026-02-11T15:58:07", paths)))
                    .isInstanceOfSatisfying(ConversionFailedException.class,
                            failure -> assertThat(failure.retryable()).isTrue());
        }
    }
}
