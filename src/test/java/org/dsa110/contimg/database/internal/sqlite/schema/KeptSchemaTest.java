package org.dsa110.contimg.database.internal.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsa110.contimg.RebuiltTable.connect;
import static org.dsa110.contimg.RebuiltTable.execute;
import static org.dsa110.contimg.RebuiltTable.measure;
import static org.dsa110.contimg.RebuiltTable.rebuild;
import static org.dsa110.contimg.RebuiltTable.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.dsa110.contimg.Python;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the migrations other programs take along when they make a table anew, and what of it is there again when the file is opened. */
class KeptSchemaTest {
    @TempDir
    Path folder;
    private MigratedFile file;

    @BeforeEach
    void makeFile() throws Exception {
        make("products", "products_alone", "all");
    }

    private void make(String... folders) throws SQLException, IOException {
        file = MigratedFile.make(folder, folders);
    }

    @ParameterizedTest
    @ValueSource(strings = {"products,products_alone,all", "hdf5,hdf5_alone,all", "cal_registry,all",
            "ingest,ingest_alone,all",
            "data_registry,all",
            "products,products_with_hdf5,products_and_hdf5,hdf5,hdf5_with_products,cal_registry,ingest,data_registry,all"})
    void aSoundFileIsLeftAsItIsAndNothingIsLogged(String folders) throws Exception {
        make(folders.split(","));
        byte[] before = Files.readAllBytes(file.path());
        assertThat(file.open()).isEmpty();
        assertThat(Files.readAllBytes(file.path())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"products,products_alone,all", "hdf5,hdf5_alone,all", "cal_registry,all",
            "ingest,ingest_alone,all",
            "data_registry,all",
            "products,products_with_hdf5,products_and_hdf5,hdf5,hdf5_with_products,cal_registry,ingest,data_registry,all"})
    void everyTableMayBeMadeAnewAndEveryIndexAndTriggerIsThereAgain(String folders) throws Exception {
        make(folders.split(","));
        List<String> before = file.schema();
        for (String table : file.tables()) {
            rebuild(file.path(), table);
        }
        assertThat(file.schema()).isNotEqualTo(before);

        assertThat(file.open()).singleElement().asString().contains("put back");
        assertThat(file.schema()).isEqualTo(before);
        assertThat(file.open()).as("when it is opened again").isEmpty();
    }

    @Test
    void whatANewerVersionHasMadeIsLeftAlone() throws Exception {
        try (Connection connection = connect(file.path())) {
            execute(connection, "CREATE TABLE flyway_scratch(version TEXT, success INTEGER)");
            // Number 0 is no migration: Flyway begins with it where the file had other tables.
            for (int version = 0; version <= file.scripts().size(); version++) {
                execute(connection, "INSERT INTO flyway_scratch VALUES ('" + version + "', 1)");
            }
            execute(connection, "DROP TRIGGER source_places_add");
        }
        assertThat(file.open()).singleElement().asString().contains("put back", "source_places_add");

        try (Connection connection = connect(file.path())) {
            execute(connection, "INSERT INTO flyway_scratch VALUES ('newest', 1)");
            execute(connection, "DROP TRIGGER source_places_add");
        }
        List<String> before = file.schema();
        assertThat(file.open()).singleElement().asString().contains("newer version");
        assertThat(file.schema()).isEqualTo(before);
    }

    @Test
    void newPhotometryIsWhereItsSourceIsLookedForAfterItsTableWasMadeAnew() throws Exception {
        try (Connection connection = connect(file.path())) {
            measure(connection, "before", 10);
            rebuild(file.path(), "photometry");
            measure(connection, "unseen", 20);
            execute(connection, "DELETE FROM photometry WHERE source_id = 'before'");
        }
        assertThat(places()).containsExactly("before 10.0");

        assertThat(file.open()).singleElement().asString().contains("trigger source_places_add",
                "index idx_photometry_sky",
                "the rows of table source_places");
        try (Connection connection = connect(file.path())) {
            measure(connection, "after", 30);
        }
        assertThat(places()).containsExactly("after 30.0", "unseen 20.0");
    }

    @Test
    void aTriggerOfOursWithAnotherTextIsMadeAgain() throws Exception {
        List<String> before = file.schema();
        try (Connection connection = connect(file.path())) {
            execute(connection, "DROP TRIGGER source_places_add");
            execute(connection, "CREATE TRIGGER source_places_add AFTER INSERT ON photometry BEGIN SELECT 1; END");
            measure(connection, "unseen", 20);
        }
        assertThat(file.open()).singleElement().asString().contains("source_places_add").doesNotContain("idx_");
        assertThat(file.schema()).isEqualTo(before);
        assertThat(places()).containsExactly("unseen 20.0");
    }

    @Test
    void anIndexThatToolsHaveWrittenInAnotherWayIsTheSame() throws Exception {
        try (Connection connection = connect(file.path())) {
            execute(connection, "DROP INDEX idx_photometry_image");
            execute(connection, "CREATE INDEX [idx_photometry_image]\n  ON \"photometry\"(\"image_path\")");
        }
        assertThat(file.open()).isEmpty();
    }

    @Test
    void whatIsOfOthersIsLeftAlone() throws Exception {
        try (Connection connection = connect(file.path())) {
            execute(connection, "CREATE TABLE theirs (x)");
            execute(connection, "CREATE INDEX their_index ON photometry (snr)");
            execute(connection,
                    "CREATE TRIGGER their_trigger AFTER DELETE ON photometry BEGIN DELETE FROM theirs; END");
            execute(connection, "ALTER TABLE photometry ADD COLUMN their_column");
        }
        List<String> before = file.schema();
        assertThat(file.open()).isEmpty();
        assertThat(file.schema()).isEqualTo(before);
    }

    @Test
    void aUniqueKeyThatATableLostIsThereAgainForThoseWhoRelyOnIt() throws Exception {
        rebuild(file.path(), "mosaics", " UNIQUE", "");
        assertThat(file.open()).singleElement().asString().contains("the unique key (path) of table mosaics");
        try (Connection connection = connect(file.path())) {
            String upsert = "INSERT INTO mosaics (path, name, created_at, start_mjd, end_mjd) VALUES ('p', 'n', 1, 1, 1)";
            execute(connection, upsert);
            assertThatThrownBy(() -> execute(connection, upsert)).hasMessageContaining("UNIQUE");
            execute(connection, upsert + " ON CONFLICT (path) DO NOTHING");
        }
        assertThat(file.open()).isEmpty();
    }

    @Test
    void aDefaultThatIsQuotedOnceMoreAndALostCheckAreWarnedOf() throws Exception {
        make("ingest", "all");
        rebuild(file.path(), "ingest_queue",
                "CHECK (state IN ('collecting', 'pending', 'in_progress', 'completed', 'failed'))", "",
                "DEFAULT 'collecting'", "DEFAULT '''collecting'''");
        assertThat(file.open()).anySatisfy(line -> assertThat(line).contains("processing_stage has the default")
                .contains("no CHECK"));
    }

    @Test
    void sqliteUtilsTransformLosesNothingThatIsNotPutBack() throws Exception {
        List<String> before = file.schema();
        Python.run("sqlite_utils", """
            import sqlite_utils, sys
            database = sqlite_utils.Database(sys.argv[1])
            database["photometry"].transform(types={"flags": int})
            database.conn.commit()
            """, file.path());
        assertThat(file.schema()).isNotEqualTo(before);
        assertThat(file.open()).anySatisfy(line -> assertThat(line).contains("put back", "source_places_add"));
        assertThat(file.schema()).isEqualTo(before);
    }

    @Test
    void alembicBatchModeLosesNothingThatIsNotPutBack() throws Exception {
        List<String> before = file.schema();
        Python.run("alembic", """
            import sys, sqlalchemy
            from alembic.migration import MigrationContext
            from alembic.operations import Operations
            engine = sqlalchemy.create_engine("sqlite:///" + sys.argv[1])
            with engine.begin() as connection:
                operations = Operations(MigrationContext.configure(connection))
                with operations.batch_alter_table("photometry", recreate="always") as batch:
                    batch.alter_column("flags", existing_type=sqlalchemy.Integer(), nullable=True)
            """, file.path());
        assertThat(file.schema()).isNotEqualTo(before);
        assertThat(file.open()).anySatisfy(line -> assertThat(line).contains("put back", "source_places_add"));
        assertThat(file.schema()).isEqualTo(before);
    }

    private List<String> places() throws SQLException {
        try (Connection connection = connect(file.path())) {
            return strings(connection, "SELECT source_id || ' ' || ra_deg FROM source_places ORDER BY 1");
        }
    }
}
