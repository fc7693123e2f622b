package org.dsa110.contimg.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.CopyContent;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.HeldFile;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.migration.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores to where nobody has the files open, and what happens there while a backup is unpacked. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class RestoresTest {
    private static final Set<Database> ALL = EnumSet.allOf(Database.class);
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir
    Path folder;

    StateFiles state;

    @Inject
    Backups backups;

    @Inject
    DatabaseFiles files;

    @Inject
    DatabaseCopies copies;

    @Inject
    Schemas schemas;

    @Inject
    BackupConfig config;

    private Backup backup;
    private Path there;
    private DatabaseFiles located;
    private Restores restores;

    /** Has the settings say another folder. */
    @BeforeEach
    void make() throws IOException {
        backup = backups.make(Files.createDirectory(folder.resolve("backups")), ALL, Duration.ofDays(7), Progress.NONE)
                .backup();
        there = Files.createDirectory(folder.toRealPath().resolve("there"));
        Map<Database, Location> elsewhere = new EnumMap<>(Database.class);
        ALL.forEach(database -> elsewhere.put(database,
                new Location.File(there.resolve(state.get(database).getFileName()))));
        located = Elsewhere.of(files, elsewhere);
        restores = new Restores(located, copies, schemas, config);
    }

    @Test
    void filesGoWhereTheSettingsSayAndWhatWasThereIsKept() throws Exception {
        assertThat(restore(Progress.NONE)).hasSize(backup.manifest().files().size())
                .allMatch(report -> report.kept() == null);
        Map<String, byte[]> first = contents();
        List<RestoreReport> again = restore(Progress.NONE);
        for (RestoreReport report : again) {
            assertThat(report.kept()).exists();
            assertThat(report.target().path()).hasBinaryContent(first.get(report.target().name()));
        }
        assertThat(contents()).hasSize(2 * first.size());
    }

    @Test
    void aFileThatIsOpenedWhileAllIsUnpackedIsRefusedAndNothingIsChanged() throws Exception {
        assumeThat(PYTHON).as("skipped: there is no Python").exists();
        restore(Progress.NONE);
        Map<String, byte[]> before = contents();
        Path opened = restored().get(restored().size() - 1);
        List<Process> programs = new ArrayList<>();
        try {
            assertThatThrownBy(() -> restore(once("check", () -> programs.add(open(opened)))))
                    .isInstanceOf(DatabaseException.class).hasMessageContaining(opened + " is in use by process ");
        } finally {
            for (Process program : programs) {
                program.destroyForcibly().waitFor();
            }
        }
        assertThat(contents()).containsExactlyEntriesOf(before);
        assertThat(restore(Progress.NONE)).isNotEmpty();
    }

    @Test
    void aFileThatIsOpenedInTheLastMomentIsRestoredAndThatIsNoSuccess() throws Exception {
        assumeThat(PYTHON).as("skipped: there is no Python").exists();
        restore(Progress.NONE);
        List<Process> programs = new ArrayList<>();
        Restores late = new Restores(located, new OpenedLate(copies, programs), schemas, config);
        try {
            assertThatThrownBy(
                    () -> late.restore(backup.folder().toString(), Set.of(), false, Progress.NONE))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("all was restored, and cannot be used yet: " + restored().get(0)
                            + ".before-restore-");
        } finally {
            for (Process program : programs) {
                program.destroyForcibly().waitFor();
            }
        }
        assertThat(contents()).hasSize(2 * restored().size());
    }

    /** Has a program open each file when it is about to be replaced. */
    private record OpenedLate(DatabaseCopies copies, List<Process> programs) implements DatabaseCopies {
        @Override
        public void copy(Location.File file, Path target, Progress progress) {
            copies.copy(file, target, progress);
        }

        @Override
        public CopyContent examine(Path copy, Progress progress) {
            return copies.examine(copy, progress);
        }

        @Override
        public HeldFile hold(Location.File file) {
            HeldFile held = copies.hold(file);
            return new HeldFile() {
                @Override
                public void refuseOthers() {
                    held.refuseOthers();
                }

                @Override
                public Path replace(Path by) {
                    try {
                        programs.add(open(file.path()));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    return held.replace(by);
                }

                @Override
                public void close() {
                    held.close();
                }
            };
        }
    }

    @Test
    void aFileThatIsMadeMeanwhileIsNoneToBeReplaced() throws Exception {
        Path made = there.resolve(backup.manifest().files().get(0).names().stream().findFirst().map(state::get)
                .orElseThrow().getFileName());
        assertThatThrownBy(() -> restore(once("check", () -> Files.writeString(made, "theirs"))))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("has put a file there meanwhile");
        assertThat(made).hasContent("theirs");
        assertThat(contents()).hasSize(1);
    }

    @Test
    void nothingIsPutInPlaceBeforeAllIsFoundGood() throws Exception {
        assumeThat(state.oneFile()).isFalse();
        restore(Progress.NONE);
        Map<String, byte[]> before = contents();
        List<SavedFile> saved = backup.manifest().files();
        Path last = backup.folder().resolve(saved.get(saved.size() - 1).packed());
        byte[] packed = Files.readAllBytes(last);
        packed[packed.length / 2] ^= 1;
        Files.write(last, packed);
        assertThatThrownBy(() -> restore(Progress.NONE)).isInstanceOf(DatabaseException.class)
                .hasMessageContaining(last.toString());
        assertThat(contents()).containsExactlyEntriesOf(before);
    }

    private List<RestoreReport> restore(Progress progress) {
        return restores.restore(backup.folder().toString(), Set.of(), false, progress);
    }

    private List<Path> restored() {
        return backup.manifest().files().stream()
                .map(file -> there.resolve(state.get(file.names().iterator().next()).getFileName())).toList();
    }

    private interface Event {
        Object happen() throws IOException;
    }

    private static Progress once(String step, Event event) {
        AtomicBoolean happened = new AtomicBoolean();
        return (what, done, total) -> {
            if (what.startsWith(step) && happened.compareAndSet(false, true)) {
                try {
                    event.happen();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** Starts a program that opens a file and does nothing with it; returns when it is open. */
    private static Process open(Path file) throws IOException {
        Process python = new ProcessBuilder(PYTHON.toString(), "-c", "import sqlite3, sys\n"
                + "c = sqlite3.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()", file.toString())
                .start();
        assertThat(python.inputReader().readLine()).isEqualTo("open");
        return python;
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> all = Files.list(there)) {
            for (Path file : all.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
