package org.dsa110.contimg.database.internal.sqlite.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.strings;
import static org.dsa110.contimg.database.internal.sqlite.adoption.AdoptionTest.SETTINGS;
import static org.dsa110.contimg.database.internal.sqlite.adoption.AdoptionTest.bytes;
import static org.dsa110.contimg.database.internal.sqlite.adoption.AdoptionTest.content;
import static org.dsa110.contimg.database.internal.sqlite.adoption.AdoptionTest.location;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.database.AdoptionReport;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.FileState;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.dsa110.contimg.database.internal.sqlite.SqliteEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which files are adopted and which are refused, and that a look at one leaves every byte. */
class AdoptionPlanTest {
    @TempDir
    Path folder;
    private final SqliteEngine engine = new DatabaseSettings(SETTINGS).engine();

    @ParameterizedTest
    @MethodSource("org.dsa110.contimg.database.internal.sqlite.adoption.SampleFiles#names")
    void aDryRunSaysTheSameAndLeavesEveryByte(String sample) throws Exception {
        Path file = SampleFiles.make(sample, folder);
        Map<String, List<String>> migrations = SampleFiles.migrations(sample);
        Map<String, Integer> before = bytes(folder);

        AdoptionReport plan = engine.adopt(location(file), migrations, true, Progress.NONE);

        assertThat(bytes(folder)).isEqualTo(before);
        assertThat(plan.copy()).isNull();
        assertThat(plan.steps()).isEqualTo(engine.adopt(location(file), migrations, false, Progress.NONE).steps());
    }

    @Test
    void whatACrashedProgramLeftInTheLogIsSeenByADryRunAndStays() throws Exception {
        Path live = SampleFiles.make("orm/cal_registry", folder);
        Path file = Files.createDirectory(folder.resolve("crashed")).resolve("cal.sqlite3");
        try (Connection connection = connect(live)) {
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA wal_autocheckpoint = 0");
            execute(connection, "ALTER TABLE caltables ADD COLUMN only_in_the_log REAL NOT NULL DEFAULT 1");
            execute(connection, "DROP INDEX idx_caltables_set");
            Files.copy(live, file);
            Files.copy(Path.of(live + "-wal"), Path.of(file + "-wal"));
        }
        Map<String, Integer> before = bytes(folder);

        AdoptionReport plan = engine.adopt(location(file), SampleFiles.migrations("orm/cal_registry"), true,
                Progress.NONE);

        assertThat(plan.steps()).contains("make index idx_caltables_set");
        assertThat(bytes(folder)).isEqualTo(before);
    }

    @Test
    void aFileInWalModeIsLookedAtWithoutALogBesideIt() throws Exception {
        Path file = SampleFiles.make("orm/cal_registry", folder);
        try (Connection connection = connect(file)) {
            execute(connection, "PRAGMA journal_mode = WAL");
        }
        Map<String, Integer> before = bytes(folder);
        Map<String, List<String>> migrations = SampleFiles.migrations("orm/cal_registry");
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.UNVERSIONED);
        engine.adopt(location(file), migrations, true, Progress.NONE);
        assertThat(bytes(folder)).isEqualTo(before);
    }

    @Test
    void whatIsNotOursIsRefusedAndUntouched() throws Exception {
        Path foreign = folder.resolve("foreign.sqlite3");
        try (Connection connection = connect(foreign)) {
            execute(connection, "CREATE TABLE images (id INTEGER PRIMARY KEY, title TEXT, path TEXT)");
            execute(connection, "CREATE TABLE jobs (type TEXT, status TEXT)");
        }
        Path text = Files.writeString(folder.resolve("text.sqlite3"),
                "SQLite format 3 is not what this is".repeat(100));
        Map<String, Integer> before = bytes(folder);
        for (Path file : List.of(foreign, text)) {
            Map<String, List<String>> migrations = SampleFiles.migrations("production/products");
            assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.FOREIGN);
            assertThatThrownBy(() -> engine.adopt(location(file), migrations, false, Progress.NONE))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
                    .hasMessageContaining(file.toString()).hasMessageContaining("is left as it is");
        }
        assertThat(bytes(folder)).isEqualTo(before);
    }

    @Test
    void anEmptyFileAndOneThatIsNotThereAreToldFromOthers() throws Exception {
        Map<String, List<String>> migrations = SampleFiles.migrations("production/products");
        Path file = folder.resolve("new.sqlite3");
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.ABSENT);
        Files.createFile(file);
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.EMPTY);
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE TABLE t (x)");
            execute(connection, "DROP TABLE t");
        }
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.EMPTY);
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE TABLE flyway_products (version TEXT, success INTEGER)");
        }
        assertThat(engine.state(location(file), migrations)).isEqualTo(FileState.VERSIONED);
    }

    @Test
    void aViewInPlaceOfATableIsRefusedAndNothingIsChanged() throws Exception {
        Path file = SampleFiles.make("production/products", folder);
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE VIEW idempotency_keys AS SELECT 1");
        }
        Content before = content(file);
        assertThatThrownBy(
                () -> engine.adopt(location(file), SampleFiles.migrations("production/products"), false, Progress.NONE))
                .hasMessageContaining("idempotency_keys is a view there");
        assertThat(content(file)).isEqualTo(before);
        try (Connection connection = connect(file)) {
            assertThat(strings(connection, "PRAGMA journal_mode")).containsExactly("delete");
        }
        assertThat(bytes(folder).keySet()).noneMatch(name -> name.contains("before-adoption"));
    }

    @Test
    void anotherProgramsLockIsWaitedForAndThenNamed() throws Exception {
        Path file = SampleFiles.make("production/products", folder);
        try (Connection other = connect(file)) {
            execute(other, "PRAGMA journal_mode = WAL");
            execute(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> engine.adopt(location(file), SampleFiles.migrations("production/products"), false,
                    Progress.NONE))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                    .hasMessageContaining("another program has held the write lock").hasMessageContaining("300 ms");
            execute(other, "ROLLBACK");
        }
    }
}
