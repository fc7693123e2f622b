package org.dsa110.contimg.ingest.internal.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.NamedPipe;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.ingest.Configs;
import org.dsa110.contimg.ingest.GroupState;
import org.dsa110.contimg.ingest.IngestDatabase;
import org.dsa110.contimg.ingest.internal.uvh5.TinyUvh5;
import org.dsa110.contimg.ingest.internal.uvh5.Uvh5Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryState.class)
class ArrivalScannerTest {
    @Inject
    Scanners scanners;
    @Inject
    IngestDatabase database;

    @TempDir
    Path temporary;
    Path folder;
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    ArrivalScanner scanner;

    @BeforeEach
    void startAnew() throws IOException {
        database.clear();
        folder = Files.createDirectories(temporary.toRealPath().resolve("incoming"));
        scanner = scanner(folder);
    }

    @Test
    void aFileThatTwoScansSawTheSameIsRecordedByItsRealPath() throws IOException {
        scanner = scanner(Files.createSymbolicLink(temporary.resolve("link"), folder));
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");

        scanner.scan();
        assertThat(database.files()).isEmpty();
        scanner.scan();
        assertThat(database.files()).containsOnly(Map.entry(file.toString(), "2026-02-11T15:58:07"));
    }

    @Test
    void otherNamesAreIgnored() throws IOException {
        whole("2026-02-11T15:58:07_sb16.hdf5");
        whole("2026-02-11T15:58:07_sb03.hdf5.part");
        whole(".2026-02-11T15:58:07_sb03.hdf5");
        Files.createDirectory(folder.resolve("2026-02-11T15:58:07_sb04.hdf5"));

        scan(4);

        assertThat(database.files()).isEmpty();
    }

    @Test
    void aFileThatGrowsIsRecordedWhenItIsWhole() throws IOException {
        byte[] bytes = Files.readAllBytes(whole("2026-02-11T15:58:07_sb03.hdf5"));
        Path growing = folder.resolve("2026-02-11T15:58:07_sb04.hdf5");
        for (int length = 0; length < bytes.length; length += bytes.length / 5) {
            Files.write(growing, Arrays.copyOf(bytes, length));
            scan(2);
            assertThat(database.files()).doesNotContainKey(growing.toString());
        }

        Files.write(growing, bytes);
        scan(1);
        assertThat(database.files()).doesNotContainKey(growing.toString());
        scan(1);

        assertThat(database.files()).containsKey(growing.toString());
    }

    @Test
    void emptyAndDamagedFilesDoNotKeepOthersFromBeingRecorded() throws IOException {
        Files.createFile(folder.resolve("2026-02-11T15:58:07_sb00.hdf5"));
        Files.writeString(folder.resolve("2026-02-11T15:58:07_sb01.hdf5"), "garbage".repeat(1000));
        Files.createSymbolicLink(folder.resolve("2026-02-11T15:58:07_sb02.hdf5"), folder.resolve("nowhere"));
        Path good = whole("2026-02-11T15:58:07_sb03.hdf5");

        scan(3);

        assertThat(database.files()).containsOnlyKeys(good.toString());
    }

    @Test
    void aDamagedFileIsLoggedOnceForAsLongAsItStaysTheSame() throws IOException {
        Path damaged = Files.writeString(folder.resolve("2026-02-11T15:58:07_sb01.hdf5"), "garbage");
        try (LoggedLines lines = new LoggedLines(FileWatch.class)) {
            scan(20);
            assertThat(lines.count()).isEqualTo(1);
            Files.setLastModifiedTime(damaged, FileTime.fromMillis(0));
            scan(20);
            assertThat(lines.count()).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsWholeButNotReadableIsRecordedAndToldOnce() throws IOException {
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");
        scanner = scanner(path -> path.equals(file)
                ? new Uvh5Content.NotReadable("a reason")
                : Uvh5Content.of(path));
        for (int subband : new int[]{0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}) {
            whole("2026-02-11T15:58:07_sb%02d.hdf5".formatted(subband));
        }

        try (LoggedLines lines = new LoggedLines(ArrivalScanner.class)) {
            scan(5);
            assertThat(lines.messages().stream().filter(line -> line.contains("a reason")))
                    .containsExactly(file + " is whole and recorded, but the service itself cannot read it: a reason");
        }

        assertThat(database.groups()).containsOnly(Map.entry("2026-02-11T15:58:07", "pending"));
        RestAssured.get("/api/v1/ingest/subband_files?order=subband_idx").then()
                .body("items.not_readable[3]", equalTo("a reason")).body("items.not_readable[2]", nullValue());
        assertThat(count("not_readable")).isEqualTo(1);
        assertThat(count("recorded")).isEqualTo(16);
    }

    static Stream<Throwable> whatAFileCanMakeItsReaderThrow() {
        return Stream.of(new AssertionError(), new NoClassDefFoundError(), new StackOverflowError(),
                new OutOfMemoryError(), new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource("whatAFileCanMakeItsReaderThrow")
    void nothingThatOneFileThrowsKeepsOthersFromBeingRecorded(Throwable thrown) throws IOException {
        Path odd = whole("2026-02-11T15:58:07_sb00.hdf5");
        Path good = whole("2026-02-11T15:58:07_sb01.hdf5");
        scanner = scanner(path -> {
            if (!path.equals(odd)) {
                return Uvh5Content.of(path);
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });

        try (LoggedLines lines = new LoggedLines(FileWatch.class)) {
            scan(20);
            assertThat(lines.messages()).singleElement().asString()
                    .startsWith(odd.toString()).endsWith("cannot be looked into, and is left alone");
        }

        assertThat(database.files()).containsOnlyKeys(good.toString());
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void aLookThatAnInterruptEndsSaysNothingOfTheFile() throws IOException {
        Path file = whole("2026-02-11T15:58:07_sb00.hdf5");
        AtomicInteger looks = new AtomicInteger();
        scanner = scanner(path -> {
            switch (looks.incrementAndGet()) {
                case 1 -> Thread.currentThread().interrupt();
                case 2 -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted");
                }
                default -> {
                }
            }
            return Uvh5Content.of(path);
        });

        try (LoggedLines lines = new LoggedLines(FileWatch.class)) {
            scan(2);
            assertThat(Thread.interrupted()).isTrue();
            scan(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(looks).hasValue(2);
            assertThat(lines.count()).isZero();
        }
        assertThat(count("not_whole") + count("failed")).isZero();

        scan(1);
        assertThat(database.files()).containsOnlyKeys(file.toString());
    }

    @Test
    void damagedFilesAndPipesAreCountedOnce() throws IOException {
        Files.writeString(folder.resolve("2026-02-11T15:58:07_sb00.hdf5"), "garbage");
        NamedPipe.make(folder.resolve("2026-02-11T15:58:07_sb01.hdf5"));
        Path good = whole("2026-02-11T15:58:07_sb02.hdf5");

        try (LoggedLines lines = new LoggedLines(FileWatch.class)) {
            scan(20);
            assertThat(lines.messages()).hasSize(2)
                    .anyMatch(line -> line.contains("it is a pipe, a socket or a device, not a file"));
        }

        assertThat(database.files()).containsOnlyKeys(good.toString());
        assertThat(count("not_whole")).isEqualTo(2);
    }

    @Test
    void aScanThatFailsIsCounted() {
        scanner = scanner(folder.resolve("nowhere"));
        scan(3);
        assertThat(metrics.counter("contimg_ingest_failures", "job", "scan").count()).isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void aFolderThatIsAPipeForAWhileIsToldOnceAndThenScanned() throws IOException {
        scan(1);
        Path away = Files.move(folder, temporary.resolve("away"));
        NamedPipe.make(folder);
        try (LoggedLines lines = new LoggedLines(ArrivalScanner.class)) {
            scan(5);
            assertThat(lines.messages()).containsExactly("The incoming folder cannot be scanned: " + folder
                    + ": it is a pipe, a socket or a device, not a folder");
        }
        assertThat(metrics.counter("contimg_ingest_failures", "job", "scan").count()).isEqualTo(5);

        Files.delete(folder);
        Files.move(away, folder);
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(2);
        assertThat(database.files()).containsOnlyKeys(file.toString());
    }

    /** A folder whose bytes are no UTF-8, which is what every folder beyond ASCII is for a service with LC_ALL=C. */
    @ParameterizedTest
    @ValueSource(strings = {"donn\\351es", "a\\nb"})
    void aFolderWhosePathCannotBeStoredIsRefusedWithOneWarning(String name) throws Exception {
        whole("2026-02-11T15:58:07_sb03.hdf5");
        // Through the shell, because Java cannot name such a folder either.
        Process shell = new ProcessBuilder("sh", "-c",
                "odd=$(printf '" + name + "') && mv incoming \"$odd\" && ln -s \"$odd\" link")
                .directory(temporary.toFile()).inheritIO().start();
        assertThat(shell.waitFor()).isZero();
        scanner = scanner(temporary.resolve("link"));

        try (LoggedLines lines = new LoggedLines(ArrivalScanner.class)) {
            scan(5);
            assertThat(lines.count()).isEqualTo(1);
        }
        assertThat(database.files()).isEmpty();
    }

    @Test
    void aFileThatVanishesIsForgotten() throws IOException {
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(1);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        scan(1);
        Files.write(file, bytes);
        scan(1);
        assertThat(database.files()).isEmpty();
        scan(1);
        assertThat(database.files()).hasSize(1);
    }

    @Test
    void aFileThatIsRenamedFromATemporaryNameIsRecorded() throws IOException {
        Path temporaryName = whole("tmp.1234");
        scan(3);
        Files.move(temporaryName, folder.resolve("2026-02-11T15:58:07_sb03.hdf5"));
        scan(2);
        assertThat(database.files()).hasSize(1);
    }

    @Test
    void aSecondPathOfASubbandIsIgnoredWithOneCountAndOneWarning() throws IOException {
        whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(2);
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.copy(folder.resolve("2026-02-11T15:58:07_sb03.hdf5"), other.resolve("2026-02-11T15:58:08_sb03.hdf5"));

        scanner = scanner(other);
        try (LoggedLines lines = new LoggedLines(SetAsideNotes.class)) {
            scan(5);
            assertThat(lines.warnings()).isEqualTo(1);
        }

        assertThat(database.files()).hasSize(1);
        assertThat(metrics.counter("contimg_ingest_files", "outcome", "duplicate").count()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotThereYetIsWaitedFor() throws IOException {
        scanner = scanner(folder.resolve("later"));
        scan(2);
        folder = Files.createDirectory(folder.resolve("later"));
        whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(2);
        assertThat(database.files()).hasSize(1);
    }

    @Test
    void afterARestartWhatIsRecordedIsNotLookedIntoAgain() throws IOException {
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(2);
        Files.writeString(file, "no longer whole, which nobody notices");

        scanner = scanner(folder);
        scan(2);

        assertThat(database.files()).hasSize(1);
        assertThat(metrics.find("contimg_ingest_files").tag("outcome", "recorded").counters()).hasSize(1);
    }

    @Test
    void theFilesOfADeletedGroupAreLookedAtAgain() throws IOException {
        sixteen();
        scan(3);
        assertThat(database.groups()).containsOnly(Map.entry("2026-02-11T15:58:07", "pending"));
        database.state("2026-02-11T15:58:07", GroupState.COMPLETED);
        database.execute("DELETE FROM ingest_queue");
        Files.delete(folder.resolve("2026-02-11T15:58:07_sb05.hdf5"));

        scan(2);
        assertThat(database.groups()).containsOnly(Map.entry("2026-02-11T15:58:07", "collecting"));
        assertThat(database.files()).hasSize(15).containsValue("2026-02-11T15:58:07");

        whole("2026-02-11T15:58:07_sb05.hdf5");
        scan(2);
        assertThat(database.groups()).containsOnly(Map.entry("2026-02-11T15:58:07", "pending"));
        assertThat(database.files()).hasSize(16);
    }

    @Test
    void aGroupThatIsDeletedWhileTheServiceIsDownIsFormedAnewAtTheNextStart() throws IOException {
        sixteen();
        scan(2);
        database.execute("DELETE FROM ingest_queue");

        scanner = scanner(folder);
        scan(2);

        assertThat(database.groups()).containsOnly(Map.entry("2026-02-11T15:58:07", "pending"));
    }

    @Test
    void aDeletionBesideANewGroupIsNoticed() throws IOException {
        sixteen();
        scan(3);
        database.execute("DELETE FROM ingest_queue");
        database.insert("2026-03-01T00:00:00", GroupState.COMPLETED);

        scan(2);

        assertThat(database.groups()).containsEntry("2026-02-11T15:58:07", "pending");
    }

    @Test
    void rowsThatADeletedGroupLeftElsewhereStay() throws IOException {
        whole("2026-02-11T15:58:07_sb03.hdf5");
        database.execute("""
            INSERT INTO subband_files (group_id, subband_idx, path) VALUES
            ('2026-02-11T15:58:07', 3, '/old/2026-02-11T15:58:07_sb03.hdf5'),
            ('2026-02-11T15:58:07', 4, '/old/2026-02-11T15:58:07_sb04.hdf5'),
            ('2026-02-11T16:58:07', 3, '/old/2026-02-11T16:58:07_sb03.hdf5')""");

        scan(5);

        assertThat(database.files()).as("only the one in the way of a file that is there is gone").containsOnlyKeys(
                folder.resolve("2026-02-11T15:58:07_sb03.hdf5").toString(),
                "/old/2026-02-11T15:58:07_sb04.hdf5", "/old/2026-02-11T16:58:07_sb03.hdf5");
        assertThat(database.groups()).containsOnlyKeys("2026-02-11T15:58:07");
    }

    @Test
    void impossiblePathsOfOtherProgramsEndNoScan() throws IOException {
        database.insert("2026-02-11T15:58:07", GroupState.COLLECTING);
        database.execute("""
            INSERT INTO subband_files (group_id, subband_idx, path) VALUES
            ('2026-02-11T15:58:07', 0, '/a' || char(0) || '/b' || char(0)), ('2026-02-11T15:58:07', 1, ''),
            ('2026-02-11T16:58:07', 0, char(0)), ('2026-02-11T16:58:07', 1, '/')""");
        Path file = whole("2026-02-11T15:58:07_sb03.hdf5");

        scan(3);

        assertThat(database.files()).containsEntry(file.toString(), "2026-02-11T15:58:07").hasSize(5);
        assertThat(metrics.counter("contimg_ingest_failures", "job", "scan").count()).isZero();
    }

    @Test
    void nothingIsScannedOnceItStops() throws IOException, InterruptedException {
        whole("2026-02-11T15:58:07_sb03.hdf5");
        scan(1);
        assertThat(scanner.stop(1, TimeUnit.SECONDS)).isTrue();
        scan(2);
        assertThat(database.files()).isEmpty();
    }

    private ArrivalScanner scanner(Path incoming) {
        return scanners.with(Configs.with(Map.of("contimg.ingest.incoming-dir", incoming.toString())), metrics);
    }

    private ArrivalScanner scanner(Function<Path, Uvh5Content> reader) {
        return scanners.with(Configs.with(Map.of("contimg.ingest.incoming-dir", folder.toString())), metrics, reader);
    }

    private double count(String outcome) {
        return metrics.counter("contimg_ingest_files", "outcome", outcome).count();
    }

    private void scan(int times) {
        for (int i = 0; i < times; i++) {
            scanner.scan();
        }
    }

    private void sixteen() {
        for (int subband = 0; subband < 16; subband++) {
            whole("2026-02-11T15:58:07_sb%02d.hdf5".formatted(subband));
        }
    }

    private Path whole(String name) {
        return TinyUvh5.write(folder.resolve(name), Map.of("time_array", TinyUvh5.TIMES));
    }
}
