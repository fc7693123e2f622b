package org.dsa110.contimg.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.UnitExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups beside the open databases, and what a restore finds in them before it touches anything. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class BackupsTest {
    private static final Set<Database> ALL = EnumSet.allOf(Database.class);
    private static final Duration KEEP = Duration.ofDays(7);

    @TempDir
    Path folder;

    StateFiles state;

    @Inject
    Backups backups;

    @Inject
    Restores restores;

    @Inject
    UnitExecutor units;

    @Test
    void aBackupIsAFolderByTimeThatUsualToolsRead() throws Exception {
        write("INSERT INTO jobs (type, ms_path, created_at) VALUES ('backup', '/a.ms', 1)");
        Instant before = Instant.now();
        Backup backup = make().backup();
        assertThat(backup.folder().getFileName().toString()).matches("contimg-\\d{8}T\\d{6}Z(-\\d+)?");
        assertThat(backup.manifest().begun()).isBetween(before, Instant.now());
        assertThat(backup.manifest().databases()).isEqualTo(ALL);
        JsonNode json = new ObjectMapper().readTree(backup.folder().resolve("manifest.json").toFile());
        assertThat(json).isEqualTo(new ObjectMapper().readTree(backup.manifest().json().toString()));
        assertThat(json.get("format").intValue()).isOne();
        for (SavedFile file : backup.manifest().files()) {
            byte[] packed = Files.readAllBytes(backup.folder().resolve(file.packed()));
            byte[] plain;
            try (InputStream gzip = new GZIPInputStream(Files.newInputStream(backup.folder().resolve(file.packed())))) {
                plain = gzip.readAllBytes();
            }
            assertThat(file.compressed()).isEqualTo(new SavedFile.Content(packed.length, sha256(packed)));
            assertThat(file.plain()).isEqualTo(new SavedFile.Content(plain.length, sha256(plain)));
            assertThat(file.databases()).allMatch(database -> Integer.parseInt(database.version()) > 0);
            assertThat(new String(plain, 0, 15, StandardCharsets.US_ASCII))
                    .isEqualTo("SQLite format 3");
        }
        assertThat(rows(backup.manifest(), "jobs")).isPositive();
        assertThat(names(folder)).containsExactlyInAnyOrder(".contimg-backup.lock",
                backup.folder().getFileName().toString());
        assertThat(names(backup.folder())).hasSize(backup.manifest().files().size() + 1);
    }

    @Test
    void aDryRunFindsAGoodBackupGoodAndChangesNothing() throws Exception {
        Backup backup = make().backup();
        List<String> before = names(state.folder());
        assertThat(check(backup.folder())).hasSize(backup.manifest().files().size())
                .allMatch(report -> report.kept() == null);
        assertThat(names(state.folder())).isEqualTo(before);
        assertThat(names(folder)).hasSize(2);
    }

    @Test
    void whatIsDamagedOrChangedIsRefusedByItsName() throws Exception {
        Backup backup = make().backup();
        SavedFile first = backup.manifest().files().get(0);
        Path packed = backup.folder().resolve(first.packed());
        byte[] whole = Files.readAllBytes(packed);

        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(packed, flipped);
        refused(backup, first.packed());
        Files.write(packed, Arrays.copyOf(whole, whole.length - 100));
        refused(backup, first.packed() + ": it is damaged");
        byte[] longer = Arrays.copyOf(whole, whole.length + 100);
        Files.write(packed, longer);
        refused(backup, first.packed());
        Files.delete(packed);
        refused(backup, first.packed() + ": there is no such file or folder");
        Files.write(packed, whole);

        change(backup, json -> ((ObjectNode) json.at("/files/0")).put("sha256", "0".repeat(64)));
        refused(backup, first.packed() + " is not the file of its manifest: it has another length or SHA-256");
        change(backup, json -> ((ObjectNode) json.at("/files/0/rows")).put("no_table", 1));
        refused(backup, "has other tables, rows or pages than its manifest says");
        for (String path : List.of("../a.sqlite3.gz", "/etc/passwd", "a/../b.sqlite3.gz", "..", "manifest.json")) {
            change(backup, json -> ((ObjectNode) json.at("/files/0")).put("file", path));
            refused(backup, "it names a file that is none of a backup: " + path);
        }
        change(backup, json -> ((ObjectNode) json).put("format", 2));
        refused(backup, "its format is 2, and this program knows 1");
        change(backup, json -> ((ObjectNode) json.at("/files/0")).put("bytes", -1));
        refused(backup, "its bytes is no number");
        change(backup, json -> ((ObjectNode) json.at("/files/0/databases/0")).put("database", "nonsense"));
        refused(backup, "it has a database that is none of this program's: nonsense");
        Path manifest = backup.folder().resolve("manifest.json");
        String text = backup.manifest().json().toPrettyString();
        for (int length : List.of(0, 1, text.length() / 2, text.length() - 1)) {
            Files.writeString(manifest, text.substring(0, length));
            refused(backup, manifest + " cannot be used");
        }
        Files.delete(manifest);
        refused(backup, "there is no whole backup at " + backup.folder() + ": it has no manifest.json");
        Files.writeString(manifest, text);
        assertThat(check(backup.folder())).isNotEmpty();
    }

    @Test
    void anUnfinishedBackupIsTakenAwayAndWhatOthersPutThereStays() throws Exception {
        Path killed = Files.createDirectory(folder.resolve(".unfinished-contimg-20260101T000000Z"));
        Files.writeString(killed.resolve("products.sqlite3"), "half");
        Files.writeString(killed.resolve("ingest.sqlite3.gz"), "half");
        Files.writeString(killed.resolve("products.sqlite3-journal"), "");
        Files.createDirectory(folder.resolve("contimg-20200101T000000Z"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        BackupReport report = make();
        assertThat(names(folder)).containsExactlyInAnyOrder(".contimg-backup.lock", "notes.txt",
                "contimg-20200101T000000Z", report.backup().folder().getFileName().toString());
        assertThat(report.removed()).isEmpty();
    }

    @Test
    void whatOthersPutIntoAnUnfinishedBackupStays() throws Exception {
        Path killed = Files.createDirectory(folder.resolve(".unfinished-contimg-20260101T000000Z"));
        Path notes = Files.writeString(killed.resolve("notes.txt"), "mine");
        assertThatThrownBy(this::make).isInstanceOf(DatabaseException.class).hasMessageContaining(killed.toString());
        assertThat(notes).hasContent("mine");
        Files.delete(notes);
        make();
        assertThat(killed).doesNotExist();
    }

    @Test
    void oldBackupsGoButForThoseThatHoldAnythingElse() throws Exception {
        Backup first = aged(make().backup(), "2026-01-01T00:00:00Z");
        Backup noted = aged(make().backup(), "2026-01-02T00:00:00Z");
        Files.writeString(noted.folder().resolve("why.txt"), "kept for the paper");
        Backup last = make().backup();
        assertThat(first.folder()).doesNotExist();
        assertThat(noted.folder()).isDirectory();
        assertThat(names(noted.folder())).contains("why.txt", "manifest.json");
        BackupReport report = make();
        assertThat(report.remarks()).singleElement().asString().contains(noted.folder() + " was kept for long enough");
        assertThat(last.folder()).isDirectory();
    }

    @Test
    void whileOneIsMadeAnotherIsRefusedAndSoIsARestore() throws Exception {
        Backup backup = make().backup();
        try (FileChannel other = FileChannel.open(folder.resolve(".contimg-backup.lock"), StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            assertThatThrownBy(this::make).hasMessageContaining("another backup is being made there");
            assertThatThrownBy(() -> check(backup.folder())).hasMessageContaining("another backup is being made there");
        }
        make();
    }

    @Test
    void aFolderThatIsNoneIsToldAndNotMade() throws Exception {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> backups.make(absent, ALL, KEEP, Progress.NONE)).isInstanceOf(DatabaseException.class)
                .hasMessage("no backup can be made: " + absent + ": there is no such file or folder");
        assertThat(absent).doesNotExist();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> backups.make(file, ALL, KEEP, Progress.NONE)).hasMessageContaining("not a folder");
    }

    @Test
    void aBackupOfOneDatabaseHasItsFileOnly() throws Exception {
        assumeThat(state.oneFile()).isFalse();
        Backup backup = backups.make(folder, Set.of(Database.INGEST), KEEP, Progress.NONE).backup();
        assertThat(names(backup.folder())).containsExactlyInAnyOrder("ingest.sqlite3.gz", "manifest.json");
        assertThatThrownBy(() -> restores.restore(backup.folder().toString(), Set.of(Database.PRODUCTS), true,
                Progress.NONE)).hasMessage(backup.folder() + " has no backup of products; it has ingest");
    }

    @Test
    void aFailedBackupLeavesNothing() throws Exception {
        Progress moving = (what, done, total) -> {
            if (what.startsWith("compress")) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> backups.make(folder, ALL, KEEP, moving)).hasMessageContaining("it was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(names(folder)).containsExactly(".contimg-backup.lock");
    }

    private BackupReport make() {
        return backups.make(folder, ALL, KEEP, Progress.NONE);
    }

    private List<RestoreReport> check(Path backup) {
        return restores.restore(backup.toString(), Set.of(), true, Progress.NONE);
    }

    private void refused(Backup backup, String why) {
        assertThatThrownBy(() -> check(backup.folder())).isInstanceOf(DatabaseException.class)
                .hasMessageContaining(why);
    }

    private interface Change {
        void in(JsonNode json);
    }

    private static void change(Backup backup, Change change) throws IOException {
        JsonNode json = new ObjectMapper().readTree(backup.manifest().json().toString());
        change.in(json);
        Files.writeString(backup.folder().resolve("manifest.json"), json.toPrettyString());
    }

    /** Has a backup be of another time. */
    private static Backup aged(Backup backup, String time) throws IOException {
        change(backup, json -> ((ObjectNode) json).put("begun", time));
        Path folder = backup.folder().resolveSibling("contimg-" + time.replaceAll("[-:]", ""));
        Files.move(backup.folder(), folder);
        return new Backup(folder, BackupFolder.manifest(folder));
    }

    private void write(String sql) {
        units.write(Database.PRODUCTS, connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        }).await().indefinitely();
    }

    private static long rows(Manifest manifest, String table) {
        return manifest.files().stream().filter(file -> file.rows().containsKey(table)).findFirst().orElseThrow()
                .rows().get(table);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
