package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.measure;
import static org.dsa110.contimg.RebuiltTable.rebuild;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.dsa110.contimg.LoggedLines;
import org.dsa110.contimg.Python;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.database.DatabaseException.Kind;
import org.dsa110.contimg.database.Location;
import org.dsa110.contimg.database.internal.DatabaseSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the migrations other programs take along when they make a table anew, and what of it is there again when the file is opened. */
class KeptSchemaTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");
    private static final List<String> ALL = List.of("products", "products_with_hdf5", "products_and_hdf5", "hdf5",
            "hdf5_with_products", "cal_registry", "ingest", "data_registry", "all");

    @TempDir
    Path folder;
    private Path file;
    private List<String> scripts;

    @BeforeEach
    void makeFile() throws Exception {
        make("products", "products_alone", "all");
    }

    private void make(String... folders) throws SQLException, IOException {
        file = Files.createTempDirectory(folder, "state").resolve("scratch.sqlite3");
        scripts = scripts(folders);
        try (Connection connection = connect(file)) {
            execute(connection, "PRAGMA journal_mode = WAL");
            for (String script : scripts) {
                for (String statement : SqlScript.statements(script)) {
                    execute(connection, statement);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"products,products_alone,all", "hdf5,hdf5_alone,all", "cal_registry,all",
            "ingest,ingest_alone,all",
            "data_registry,all",
            "products,products_with_hdf5,products_and_hdf5,hdf5,hdf5_with_products,cal_registry,ingest,data_registry,all"})
    void aSoundFileIsLeftAsItIsAndNothingIsLogged(String folders) throws Exception {
        make(folders.split(","));
        byte[] before = Files.readAllBytes(file);
        assertThat(open()).isEmpty();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"products,products_alone,all", "hdf5,hdf5_alone,all", "cal_registry,all",
            "ingest,ingest_alone,all",
            "data_registry,all",
            "products,products_with_hdf5,products_and_hdf5,hdf5,hdf5_with_products,cal_registry,ingest,data_registry,all"})
    void everyTableMayBeMadeAnewAndEveryIndexAndTriggerIsThereAgain(String folders) throws Exception {
        make(folders.split(","));
        List<String> before = schema();
        for (String table : tables()) {
            rebuild(file, table);
        }
        assertThat(schema()).isNotEqualTo(before);

        assertThat(open()).singleElement().asString().contains("put back");
        assertThat(schema()).isEqualTo(before);
        assertThat(open()).as("when it is opened again").isEmpty();
    }

    @Test
    void whatANewerVersionHasMadeIsLeftAlone() throws Exception {
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE TABLE flyway_scratch(version TEXT, success INTEGER)");
            // Number 0 is no migration: Flyway begins with it where the file had other tables.
            for (int version = 0; version <= scripts.size(); version++) {
                execute(connection, "INSERT INTO flyway_scratch VALUES ('" + version + "', 1)");
            }
            execute(connection, "DROP TRIGGER source_places_add");
        }
        assertThat(open()).singleElement().asString().contains("put back", "source_places_add");

        try (Connection connection = connect(file)) {
            execute(connection, "INSERT INTO flyway_scratch VALUES ('newest', 1)");
            execute(connection, "DROP TRIGGER source_places_add");
        }
        List<String> before = schema();
        assertThat(open()).singleElement().asString().contains("newer version");
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void newPhotometryIsWhereItsSourceIsLookedForAfterItsTableWasMadeAnew() throws Exception {
        try (Connection connection = connect(file)) {
            measure(connection, "before", 10);
            rebuild(file, "photometry");
            measure(connection, "unseen", 20);
            execute(connection, "DELETE FROM photometry WHERE source_id = 'before'");
        }
        assertThat(places()).containsExactly("before 10.0");

        assertThat(open()).singleElement().asString().contains("trigger source_places_add", "index idx_photometry_sky",
                "the rows of table source_places");
        try (Connection connection = connect(file)) {
            measure(connection, "after", 30);
        }
        assertThat(places()).containsExactly("after 30.0", "unseen 20.0");
    }

    @Test
    void aTriggerOfOursWithAnotherTextIsMadeAgain() throws Exception {
        List<String> before = schema();
        try (Connection connection = connect(file)) {
            execute(connection, "DROP TRIGGER source_places_add");
            execute(connection, "CREATE TRIGGER source_places_add AFTER INSERT ON photometry BEGIN SELECT 1; END");
            measure(connection, "unseen", 20);
        }
        assertThat(open()).singleElement().asString().contains("source_places_add").doesNotContain("idx_");
        assertThat(schema()).isEqualTo(before);
        assertThat(places()).containsExactly("unseen 20.0");
    }

    @Test
    void anIndexThatToolsHaveWrittenInAnotherWayIsTheSame() throws Exception {
        try (Connection connection = connect(file)) {
            execute(connection, "DROP INDEX idx_photometry_image");
            execute(connection, "CREATE INDEX [idx_photometry_image]\n  ON \"photometry\"(\"image_path\")");
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void whatIsOfOthersIsLeftAlone() throws Exception {
        try (Connection connection = connect(file)) {
            execute(connection, "CREATE TABLE theirs (x)");
            execute(connection, "CREATE INDEX their_index ON photometry (snr)");
            execute(connection,
                    "CREATE TRIGGER their_trigger AFTER DELETE ON photometry BEGIN DELETE FROM theirs; END");
            execute(connection, "ALTER TABLE photometry ADD COLUMN their_column");
        }
        List<String> before = schema();
        assertThat(open()).isEmpty();
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void aUniqueKeyThatATableLostIsThereAgainForThoseWhoRelyOnIt() throws Exception {
        rebuild(file, "mosaics", " UNIQUE", "");
        assertThat(open()).singleElement().asString().contains("the unique key (path) of table mosaics");
        try (Connection connection = connect(file)) {
            String upsert = "INSERT INTO mosaics (path, name, created_at, start_mjd, end_mjd) VALUES ('p', 'n', 1, 1, 1)";
            execute(connection, upsert);
            assertThatThrownBy(() -> execute(connection, upsert)).hasMessageContaining("UNIQUE");
            execute(connection, upsert + " ON CONFLICT (path) DO NOTHING");
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void aUniqueKeyThatRowsBreakByNowKeepsTheFileClosedAndNothingIsChanged() throws Exception {
        rebuild(file, "mosaics", " UNIQUE", "");
        try (Connection connection = connect(file)) {
            for (int i = 0; i < 2; i++) {
                execute(connection,
                        "INSERT INTO mosaics (path, name, created_at, start_mjd, end_mjd) VALUES ('p', 'n', 1, 1, 1)");
            }
        }
        List<String> before = schema();
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DatabaseException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("unique key (path) of table mosaics cannot be put back");
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void aColumnOrTableOrRowNumberThatIsGoneKeepsTheFileClosed() throws Exception {
        rebuild(file, "photometry", "    snr REAL,\n", "");
        assertThatThrownBy(this::open).hasMessageContaining("table photometry has no column snr");
        makeFile();
        rebuild(file, "images", "id INTEGER PRIMARY KEY", "id BIGINT");
        assertThatThrownBy(this::open).hasMessageContaining("id of table images is not INTEGER PRIMARY KEY");
        makeFile();
        try (Connection connection = connect(file)) {
            execute(connection, "DROP TABLE jobs");
        }
        assertThatThrownBy(this::open).hasMessageContaining("there is no table jobs");
    }

    @Test
    void thatAFileCannotBeServedIsToldAndThatItCanBeAgain() throws Exception {
        KeptSchema kept = new KeptSchema(new Location.File(file), Map.of("flyway_scratch", scripts));
        try (LoggedLines log = new LoggedLines(KeptSchema.class); Connection connection = connect(file)) {
            execute(connection, "ALTER TABLE jobs RENAME TO others");
            kept.restore(connection, KeptSchema.Transaction.on(connection));
            assertThat(kept.isFaulty()).isTrue();
            assertThat(log.messages()).singleElement().asString().contains(file.toString(), "there is no table jobs");
            assertThat(log.warnings()).isOne();

            execute(connection, "ALTER TABLE others RENAME TO jobs");
            kept.restore(connection, KeptSchema.Transaction.on(connection));
            assertThat(kept.isFaulty()).isFalse();
            assertThat(log.messages()).hasSize(2).last().asString().contains(file + " can be served again");
        }
    }

    @Test
    void aDefaultThatIsQuotedOnceMoreAndALostCheckAreWarnedOf() throws Exception {
        make("ingest", "all");
        rebuild(file, "ingest_queue",
                "CHECK (state IN ('collecting', 'pending', 'in_progress', 'completed', 'failed'))", "",
                "DEFAULT 'collecting'", "DEFAULT '''collecting'''");
        assertThat(open()).anySatisfy(line -> assertThat(line).contains("processing_stage has the default")
                .contains("no CHECK"));
    }

    @Test
    void everyTriggerKeepsALogOrWhatAMigrationOrTheServiceMakesAnew() {
        // A log; and what the service computes anew after any change of the schema.
        Set<String> others = Set.of("queue_transitions", "source_summaries");
        MadeSchema made = new MadeSchema(scripts(ALL.toArray(String[]::new)));
        List<SchemaParts.Part> triggers = made.parts().parts().values().stream()
                .filter(part -> part.type().equals("trigger")).toList();
        assertThat(triggers).isNotEmpty().allSatisfy(trigger -> assertThat(made.kept(trigger))
                .allSatisfy(table -> assertThat(made.fill(table) == null).as(table).isEqualTo(others.contains(table))));
    }

    /** As what they drop may have gone with a table that another program made anew. */
    @Test
    void migrationsDropNothingThatMustBeThere() {
        for (String script : scripts(
                Stream.concat(ALL.stream(), Stream.of("products_alone", "hdf5_alone", "ingest_alone"))
                        .toArray(String[]::new))) {
            assertThat(SqlScript.statements(script)).noneMatch(
                    statement -> statement.matches("(?is)DROP\\s+(INDEX|TRIGGER|VIEW)\\s+(?!IF\\s+EXISTS).*"));
        }
    }

    @Test
    void sqliteUtilsTransformLosesNothingThatIsNotPutBack() throws Exception {
        List<String> before = schema();
        Python.run("sqlite_utils", """
            import sqlite_utils, sys
            database = sqlite_utils.Database(sys.argv[1])
            database["photometry"].transform(types={"flags": int})
            database.conn.commit()
            """, file);
        assertThat(schema()).isNotEqualTo(before);
        assertThat(open()).anySatisfy(line -> assertThat(line).contains("put back", "source_places_add"));
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void alembicBatchModeLosesNothingThatIsNotPutBack() throws Exception {
        List<String> before = schema();
        Python.run("alembic", """
            import sys, sqlalchemy
            from alembic.migration import MigrationContext
            from alembic.operations import Operations
            engine = sqlalchemy.create_engine("sqlite:///" + sys.argv[1])
            with engine.begin() as connection:
                operations = Operations(MigrationContext.configure(connection))
                with operations.batch_alter_table("photometry", recreate="always") as batch:
                    batch.alter_column("flags", existing_type=sqlalchemy.Integer(), nullable=True)
            """, file);
        assertThat(schema()).isNotEqualTo(before);
        assertThat(open()).anySatisfy(line -> assertThat(line).contains("put back", "source_places_add"));
        assertThat(schema()).isEqualTo(before);
    }

    /** @return what was logged for people to look at */
    private List<String> open() {
        try (LoggedLines log = new LoggedLines(KeptSchema.class)) {
            new DatabaseSettings(Map.of()).engine().keepSchema(new Location.File(file),
                    Map.of("flyway_scratch", scripts));
            return log.messages();
        }
    }

    private List<String> places() throws SQLException {
        try (Connection connection = connect(file)) {
            return strings(connection, "SELECT source_id || ' ' || ra_deg FROM source_places ORDER BY 1");
        }
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = connect(file)) {
            return strings(connection,
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");
        }
    }

    /** All but tables, which tools write in their own way, in an order of its own. */
    private List<String> schema() throws SQLException {
        try (Connection connection = connect(file)) {
            return new ArrayList<>(new TreeSet<>(strings(connection,
                    "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema"
                            + " WHERE type <> 'table' AND sql IS NOT NULL")));
        }
    }

    /** The migrations in some folders, by version; each database of its own has those of all databases too. */
    private static List<String> scripts(String... folders) {
        return Arrays.stream(folders).flatMap(name -> files(MIGRATIONS.resolve(name)))
                .sorted(Comparator.comparing(
                        path -> Integer.valueOf(path.getFileName().toString().replaceAll("^V(\\d+).*", "$1"))))
                .map(path -> {
                    try {
                        return Files.readString(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }).toList();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
