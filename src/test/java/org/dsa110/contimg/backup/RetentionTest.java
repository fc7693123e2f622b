package org.dsa110.contimg.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dsa110.contimg.database.Database;
import org.junit.jupiter.api.Test;

/** Which backups go. */
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final Set<String> FILES = Set.of("/state/products.sqlite3", "/state/ingest.sqlite3");

    @Test
    void whatIsOlderThanItHasToBeKeptGoes() {
        assertThat(expired(backup(200, Database.PRODUCTS), backup(169, Database.PRODUCTS),
                backup(168, Database.PRODUCTS), backup(1, Database.PRODUCTS))).containsExactly("169", "200");
    }

    @Test
    void theNewestStaysHoweverOldItIs() {
        assertThat(expired(backup(9000, Database.PRODUCTS), backup(8000, Database.PRODUCTS))).containsExactly("9000");
        assertThat(expired(backup(8000, Database.PRODUCTS))).isEmpty();
        assertThat(expired()).isEmpty();
    }

    @Test
    void theNewestOfADatabaseStaysWhereNewerOnesAreOfOthers() {
        assertThat(expired(backup(900, Database.PRODUCTS, Database.INGEST),
                backup(800, Database.PRODUCTS, Database.INGEST), backup(1, Database.INGEST))).containsExactly("900");
    }

    @Test
    void backupsOfOtherFilesStay() {
        SavedFile elsewhere = file("/other/products.sqlite3", Database.PRODUCTS);
        Backup others = new Backup(Path.of("900"),
                new Manifest("1", NOW.minus(Duration.ofHours(900)), NOW, List.of(elsewhere)));
        assertThat(expired(others, backup(300, Database.PRODUCTS), backup(1, Database.PRODUCTS)))
                .containsExactly("300");
    }

    private static List<String> expired(Backup... backups) {
        return Retention.expired(List.of(backups), FILES, NOW, Duration.ofDays(7)).stream()
                .map(backup -> backup.folder().toString()).toList();
    }

    private static Backup backup(int hours, Database... databases) {
        List<SavedFile> files = Arrays.stream(databases)
                .map(database -> file("/state/" + database + ".sqlite3", database)).toList();
        return new Backup(Path.of(Integer.toString(hours)),
                new Manifest("1", NOW.minus(Duration.ofHours(hours)), NOW, files));
    }

    private static SavedFile file(String path, Database database) {
        SavedFile.Content content = new SavedFile.Content(1, "0".repeat(64));
        return new SavedFile(database + ".sqlite3.gz", path, List.of(new SavedDatabase(database, "1")), "SQLite", 4096,
                content, content, Map.of(), List.of());
    }
}
