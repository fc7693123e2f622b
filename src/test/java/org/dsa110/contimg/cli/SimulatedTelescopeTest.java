package org.dsa110.contimg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content.Whole;
import org.dsa110.contimg.observation.SubbandFileName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedTelescopeTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 2, 11, 15, 58, 7);

    @TempDir
    Path folder;

    private final long seed = new Random().nextLong();

    @Test
    void allFilesOfAllObservationsAreThereAndWhole() throws Exception {
        List<String> lines = new ArrayList<>();
        new SimulatedTelescope(folder, seed, Duration.ZERO, lines::add).observe(START, 20);
        assertThat(lines).hasSize(20).allMatch(line -> line.startsWith("Observation 2026-02-11T"));
        assertThat(files(folder)).as("seed %d", seed).hasSize(320).allSatisfy(file -> {
            assertThat(SubbandFileName.parse(file.getFileName().toString())).isPresent();
            assertThat(Uvh5Content.of(file)).isInstanceOf(Whole.class);
        });
    }

    @Test
    void theSameSeedGivesTheSameFilesByteForByte() throws Exception {
        telescope("a", seed).observe(START, 5);
        telescope("b", seed).observe(START, 5);
        telescope("c", seed + 1).observe(START, 5);
        assertThat(files(folder.resolve("a"))).as("seed %d", seed).hasSize(80).allSatisfy(
                file -> assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file));
        assertThat(files(folder.resolve("b"))).hasSize(80);
        assertThat(names("c")).as("seed %d", seed).isNotEqualTo(names("a"));
    }

    @Test
    void aReplayWritesExactlyTheRecordedFiles() throws Exception {
        Path csv = Files.writeString(folder.resolve("recorded.csv"),
                "2026-02-11T15:58:07,12\n2026-02-11T15:58:08,4\n2026-02-11T16:03:16,6\n");
        telescope("a", seed).replay(RecordedTimestamps.read(csv));
        assertThat(names("a")).as("seed %d", seed).hasSize(22)
                .filteredOn(name -> name.startsWith("2026-02-11T15:58:07_sb")).hasSize(12);
        assertThat(files(folder.resolve("a"))).allMatch(file -> Uvh5Content.of(file) instanceof Whole);
    }

    @Test
    void anInterruptEndsItWithWholeObservationsOnly() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        SimulatedTelescope telescope = new SimulatedTelescope(folder, seed, Duration.ofMillis(200),
                line -> second.countDown());
        FutureTask<Void> observing = new FutureTask<>(() -> {
            telescope.observe(START, Long.MAX_VALUE);
            return null;
        });
        Thread thread = new Thread(observing, "telescope");
        thread.start();
        assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThatThrownBy(() -> observing.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(files(folder).size() % 16).as("seed %d", seed).isZero();
        assertThat(files(folder)).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(32)
                .allMatch(file -> Uvh5Content.of(file) instanceof Whole);
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        telescope("a", seed).observe(START, 1);
        assertThatThrownBy(() -> telescope("a", seed).observe(START, 1))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("not overwritten");
        assertThat(files(folder.resolve("a"))).hasSize(16);
    }

    @Test
    void theNextObservationFollowsTheNewestFile() throws IOException {
        LocalDateTime now = LocalDateTime.of(2026, 3, 1, 12, 0, 0, 999);
        assertThat(SimulatedTelescope.nextStart(folder.resolve("none"), now)).isEqualTo("2026-03-01T12:00:00");
        assertThat(SimulatedTelescope.nextStart(folder, now)).isEqualTo("2026-03-01T12:00:00");
        for (String name : List.of("2026-02-11T15:58:07_sb07.hdf5", "2026-02-10T15:58:07_sb07.hdf5",
                "2026-12-01T00:00:00_sb16.hdf5", "notes.txt")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(SimulatedTelescope.nextStart(folder, now)).isEqualTo("2026-02-11T16:03:17");
    }

    private SimulatedTelescope telescope(String inner, long itsSeed) {
        return new SimulatedTelescope(folder.resolve(inner), itsSeed, Duration.ZERO, line -> {
        });
    }

    private List<String> names(String inner) throws IOException {
        return files(folder.resolve(inner)).stream().map(file -> file.getFileName().toString()).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
