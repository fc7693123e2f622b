package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTimestampsTest {
    /** 18,699 files that arrived in seven days of February 2026. */
    private static final Path REAL = Path.of("src/test/resources/subband_timestamps.csv");

    @TempDir
    Path folder;

    @Test
    void theRealRecordingHas1185ObservationsOfWhich1162AreComplete() throws IOException {
        List<SimulatedObservation> observations = RecordedTimestamps.read(REAL).observations(new Random(1));
        assertThat(observations).hasSize(1185);
        assertThat(observations).filteredOn(observation -> observation.files().size() == 16).hasSize(1162);
        assertThat(observations.stream().flatMap(observation -> observation.files().stream())).hasSize(18_699)
                .doesNotHaveDuplicates();
    }

    @Test
    void everySecondHasTheFilesThatWereRecorded() throws IOException {
        Map<String, Integer> files = new HashMap<>();
        RecordedTimestamps.read(REAL).observations(new Random(1)).stream()
                .flatMap(observation -> observation.files().stream())
                .forEach(name -> files.merge(name.timestampIso(), 1, Integer::sum));
        Map<String, Integer> recorded = new HashMap<>();
        Files.readAllLines(REAL).stream().skip(1).map(line -> line.split(","))
                .forEach(columns -> recorded.put(columns[0], Integer.parseInt(columns[1])));
        assertThat(files).isEqualTo(recorded);
    }

    @Test
    void subbandsAreCountedWithinAnObservation() throws IOException {
        for (SimulatedObservation observation : RecordedTimestamps.read(REAL).observations(new Random(1))) {
            assertThat(observation.files()).extracting(SubbandFileName::subband).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, observation.files().size()).boxed().toList());
        }
    }

    @Test
    void theSeedDecidesWhichSubbandGetsWhichTimestamp() throws IOException {
        RecordedTimestamps real = RecordedTimestamps.read(REAL);
        assertThat(real.observations(new Random(1))).isEqualTo(real.observations(new Random(1)))
                .isNotEqualTo(real.observations(new Random(2)));
    }

    @Test
    void anObservationEnds90SecondsAfterItsFirstTimestamp() throws IOException {
        assertThat(read("2026-02-11T00:00:00,1\n2026-02-11T00:01:00,1\n2026-02-11T00:01:30,1\n").observations(
                new Random(1))).hasSize(1);
        assertThat(read("2026-02-11T00:00:00,1\n2026-02-11T00:01:00,1\n2026-02-11T00:01:31,1\n").observations(
                new Random(1))).hasSize(2);
    }

    @Test
    void headingBlankLinesAndFurtherColumnsArePassedOver() throws IOException {
        assertThat(read("timestamp,subband_files,bytes\r\n2026-02-11T00:00:00,2,290697200\r\n\r\n").observations(
                new Random(1)).get(0).files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-11T00:00:00", "2026-02-30T00:00:00,1", "2026-02-11,1", "2026-02-11T00:00:00,-1",
            "2026-02-11T00:00:00,many", ",", "2026-02-11T00:00:00,99999999999"})
    void aLineThatIsNoRecordIsNamed(String line) {
        assertThatThrownBy(() -> read("timestamp,subband_files\n" + line + "\n")).isInstanceOf(IOException.class)
                .hasMessageEndingWith("line 2 is not a timestamp and a number of files");
    }

    @Test
    void moreThan16FilesOfAnObservationAreRefused() {
        assertThatThrownBy(() -> read("2026-02-11T00:00:00,16\n2026-02-11T00:00:01,1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 17 files");
    }

    private RecordedTimestamps read(String csv) throws IOException {
        return RecordedTimestamps.read(Files.writeString(folder.resolve("recorded.csv"), csv));
    }
}
