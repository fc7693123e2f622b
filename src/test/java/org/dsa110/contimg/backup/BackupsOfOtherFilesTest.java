package org.dsa110.contimg.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseCopies;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseFiles;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.migration.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Backups of files that a test may damage, at times that it says. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class BackupsOfOtherFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final Duration KEEP = Duration.ofDays(7);

    @TempDir
    Path folder;

    StateFiles state;

    @Inject
    DatabaseFiles files;

    @Inject
    DatabaseCopies copies;

    @Inject
    Schemas schemas;

    private Path file;
    private Path all;

    /** One file of its own, with what the program under test has in its own. */
    @BeforeEach
    void make() throws IOException {
        file = folder.toRealPath().resolve("theirs.sqlite3");
        all = Files.createDirectory(folder.resolve("backups"));
        copies.copy(new Location.File(state.get(Database.INGEST).toRealPath()), file, Progress.NONE);
    }

    @Test
    void aDamagedFileHasNoBackupAndNothingIsLeftOfIt() throws Exception {
        execute("CREATE TABLE filler (a BLOB)", "INSERT INTO filler VALUES (randomblob(100000))",
                "CREATE INDEX filler_a ON filler (length(a))");
        try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // The last pages hold the value and the index.
            bytes.write(ByteBuffer.allocate(4096), bytes.size() - 4096);
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> backup(NOW)).isInstanceOf(DatabaseException.class)
                .hasMessageContaining("there is no good backup of " + file + ", as of its copy SQLite says that ");
        assertThat(names(all)).containsExactly(".contimg-backup.lock");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aFileOfAnotherKindHasNone() throws Exception {
        Files.delete(file);
        execute("CREATE TABLE recipes (name TEXT)");
        assertThatThrownBy(() -> backup(NOW)).isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file.toString());
        assertThat(names(all)).containsExactly(".contimg-backup.lock");
    }

    @Test
    void untilItIsWholeItHasAnotherNameAndNoManifest() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        backups(NOW).make(all, Set.of(Database.INGEST), KEEP, (what, done, total) -> {
            steps.incrementAndGet();
            try {
                assertThat(names(all)).containsExactly(".contimg-backup.lock", ".unfinished-contimg-20261129T020000Z");
                assertThat(names(all.resolve(".unfinished-contimg-20261129T020000Z"))).isNotEmpty()
                        .doesNotContain(BackupFolder.MANIFEST);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(steps.get()).isPositive();
        assertThat(names(all)).containsExactly(".contimg-backup.lock", "contimg-20261129T020000Z");
    }

    @Test
    void timeIsTheClocks() {
        Path first = backup(NOW.minus(Duration.ofDays(8))).backup().folder();
        assertThat(first).endsWith(Path.of("contimg-20261121T020000Z"));
        Path second = backup(NOW.minus(KEEP)).backup().folder();
        assertThat(first).as("the first is a day older").exists();
        BackupReport third = backup(NOW);
        assertThat(third.removed()).containsExactly(first);
        assertThat(second).isDirectory();
        assertThat(backup(NOW).backup().folder()).endsWith(Path.of("contimg-20261129T020000Z-2"));
    }

    @Test
    void aBackupThatIsNotAllThereIsNotTheNewest() throws Exception {
        Backup first = backup(NOW.minusSeconds(60)).backup();
        Backup second = backup(NOW).backup();
        BackupFolder backups = new BackupFolder(all);
        assertThat(backups.newest(Set.of(Database.INGEST)).folder()).isEqualTo(second.folder());
        Path packed = second.folder().resolve(second.manifest().files().get(0).packed());
        try (FileChannel bytes = FileChannel.open(packed, StandardOpenOption.WRITE)) {
            bytes.truncate(bytes.size() - 1);
        }
        assertThat(backups.newest(Set.of(Database.INGEST)).folder()).isEqualTo(first.folder());
        assertThat(backups.newest(EnumSet.of(Database.INGEST, Database.PRODUCTS)) == null)
                .isEqualTo(!state.oneFile());
    }

    private BackupReport backup(Instant now) {
        return backups(now).make(all, Set.of(Database.INGEST), KEEP, Progress.NONE);
    }

    private Backups backups(Instant now) {
        DatabaseFiles located = Elsewhere.of(files, places());
        return new Backups(located, new FileBackup(copies, schemas), "1", Clock.fixed(now, ZoneOffset.UTC));
    }

    private Map<Database, Location> places() {
        Map<Database, Location> places = files.locate();
        Location own = places.get(Database.INGEST);
        places.replaceAll((database, place) -> place.equals(own) ? new Location.File(file) : place);
        return places;
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
