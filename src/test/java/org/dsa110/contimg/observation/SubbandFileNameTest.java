package org.dsa110.contimg.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubbandFileNameTest {

    @Test
    void aNameSaysWhenAndWhichSubband() {
        SubbandFileName name = SubbandFileName.parse("2026-02-11T15:58:07_sb07.hdf5").orElseThrow();
        assertThat(name.timestamp()).isEqualTo(LocalDateTime.of(2026, 2, 11, 15, 58, 7));
        assertThat(name.subband()).isEqualTo(7);
        assertThat(name.subbandCode()).isEqualTo("sb07");
        assertThat(name.timestampIso()).isEqualTo("2026-02-11T15:58:07");
    }

    @Test
    void everyNameIsReadBackAsItWasWritten() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            LocalDateTime timestamp = LocalDateTime.of(2000, 1, 1, 0, 0).plusSeconds(random.nextInt(Integer.MAX_VALUE));
            SubbandFileName name = new SubbandFileName(timestamp, random.nextInt(16));
            assertThat(SubbandFileName.parse(name.format())).as("seed %d", seed).contains(name);
        }
    }

    /** All that begin as one are such names, but for those that are said to be passed over. */
    @Test
    void theNamesInTheDocumentationAreThoseThatAreRead() throws IOException {
        for (String document : List.of("README.md", "docs/deploy.md", "docs/configuration.md")) {
            List<String> names = Pattern.compile("`(\\d[^` ]*_sb\\d\\d[^` ]*)`")
                    .matcher(Files.readString(Path.of(document)))
                    .results().map(match -> match.group(1)).toList();
            assertThat(names).as(document).isNotEmpty().allSatisfy(name -> assertThat(SubbandFileName.parse(name))
                    .as(name).matches(parsed -> parsed.isPresent() != name.endsWith(".part")));
        }
    }

    @Test
    void midnightKeepsItsSeconds() {
        SubbandFileName name = new SubbandFileName(LocalDateTime.of(2026, 1, 1, 0, 0), 15);
        assertThat(name.format()).isEqualTo("2026-01-01T00:00:00_sb15.hdf5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "notes.txt", "2026-02-11T15:58:07_sb16.hdf5", "2026-02-11T15:58:07_sb7.hdf5",
            "2026-02-11T15:58:07_sb-1.hdf5", "2026-02-11T15:58:07_sb007.hdf5", "2026-02-30T15:58:07_sb07.hdf5",
            "2025-02-29T15:58:07_sb07.hdf5", "2026-13-11T15:58:07_sb07.hdf5", "2026-02-11T24:00:00_sb07.hdf5",
            "2026-02-11T15:58:60_sb07.hdf5", "2026-02-11 15:58:07_sb07.hdf5", "2026-02-11T15:58:07.5_sb07.hdf5",
            "2026-02-11T15:58:07Z_sb07.hdf5", "2026-02-11T15:58:07_sb07.h5", "2026-02-11T15:58:07_sb07.hdf5.part",
            ".2026-02-11T15:58:07_sb07.hdf5", " 2026-02-11T15:58:07_sb07.hdf5", "2026-02-11T15:58:07_sb07.hdf5\n",
            "2026-02-11T15:58:07_SB07.hdf5", "2026-02-11T15:58:07_sb\u0660\u0667.hdf5",
            "-2026-02-11T15:58:07_sb07.hdf5"})
    void anythingElseIsNoSubbandFile(String filename) {
        assertThat(SubbandFileName.parse(filename)).isEmpty();
    }

    @Test
    void theTimestampIsAlsoAModifiedJulianDate() {
        assertThat(mjd("1858-11-17T00:00:00")).isZero();
        assertThat(mjd("1970-01-01T00:00:00")).isEqualTo(40587);
        assertThat(mjd("2000-01-01T12:00:00")).isEqualTo(51544.5);
        assertThat(mjd("2026-02-11T15:58:07")).isCloseTo(61082 + 57487 / 86400.0, within(1e-10));
    }

    @Test
    void namesSortByTimeThenSubband() {
        assertThat(Stream.of("2026-02-11T15:58:08_sb00.hdf5", "2026-02-11T15:58:07_sb10.hdf5",
                "2026-02-11T15:58:07_sb02.hdf5").map(name -> SubbandFileName.parse(name).orElseThrow()).sorted()
                .map(SubbandFileName::format)).containsExactly("2026-02-11T15:58:07_sb02.hdf5",
                        "2026-02-11T15:58:07_sb10.hdf5", "2026-02-11T15:58:08_sb00.hdf5");
    }

    @Test
    void whatANameCannotHoldIsRefused() {
        LocalDateTime second = LocalDateTime.of(2026, 2, 11, 15, 58, 7);
        assertThatThrownBy(() -> new SubbandFileName(second, 16)).hasMessage("subband is 16, not 0 to 15");
        assertThatThrownBy(() -> new SubbandFileName(second, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubbandFileName(second.plusNanos(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubbandFileName(second.withYear(10_000), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double mjd(String timestamp) {
        return SubbandFileName.parse(timestamp + "_sb00.hdf5").orElseThrow().timestampMjd();
    }
}
