package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.database.DatabaseException;
import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.dsa110.contimg.migration.revision.Change;
import org.dsa110.contimg.migration.revision.Differences;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a revision makes in a checkout. */
class WrittenRevisionTest {
    private static final Map<Database, List<String>> FOLDERS = Map.of(
            Database.PRODUCTS, List.of("all", "products", "products_alone", "products_and_hdf5"),
            Database.HDF5, List.of("all", "hdf5", "hdf5_alone", "products_and_hdf5"),
            Database.CAL_REGISTRY, List.of("all", "cal_registry"), Database.INGEST, List.of("all", "ingest"),
            Database.DATA_REGISTRY, List.of("all", "data_registry"));

    @TempDir
    Path folder;
    private Path migrations;
    private Checkout checkout;

    @BeforeEach
    void fill() throws IOException {
        migrations = folder.resolve("src/main/resources/db");
        for (String file : List.of("all/V3__keys.sql", "products/V1__tables.sql", "products/V9__more.sql",
                "products_alone/V2__own.sql", "products_and_hdf5/V2__both.sql", "hdf5/V4__more.sql",
                "hdf5_alone/V5__own.sql", "ingest/V1__tables.sql", "cal_registry/V4__status.sql",
                "cal_registry/notes")) {
            Files.createDirectories(migrations.resolve(file).getParent());
            Files.writeString(migrations.resolve(file), "-- " + file);
        }
        checkout = new Checkout(folder, FOLDERS::get);
    }

    @Test
    void theNextVersionIsAboveThoseOfAllFoldersOfADatabase() {
        assertThat(Stream.of(Database.values()).map(checkout::nextVersion)).containsExactly(10, 5, 6, 4, 4);
        assertThat(checkout.nextVersion(Database.HDF5, Database.PRODUCTS)).isEqualTo(10);
    }

    @Test
    void aProgramThatWasBuiltFromOtherMigrationsIsRefused() {
        Set<String> built = Set.of("db/all/V3__keys.sql", "db/cal_registry/V4__status.sql");
        checkout.refuseOther(Database.CAL_REGISTRY, built);
        assertThatThrownBy(() -> checkout.refuseOther(Database.DATA_REGISTRY, built))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("V4__status.sql");
        assertThatThrownBy(() -> checkout.refuseOther(Database.INGEST, Set.of("db/all/V3__keys.sql")))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("ingest/V1__tables.sql");
        assertThatThrownBy(() -> new Checkout(folder.resolve("src"), FOLDERS::get))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("not a checkout");
    }

    @Test
    void aTableOfOneDatabaseIsChangedInItsFolderAlone() {
        assertThat(written(Map.of(Database.CAL_REGISTRY, List.of(change("caltables"))), List.of()))
                .containsExactly(Map.entry("cal_registry/V5__a_note.sql", "-- A note\n\nALTER TABLE caltables;\n"));
    }

    @Test
    void aTableThatTwoDatabasesShareIsChangedInBothFormsByAVersionThatIsFreeInBoth() {
        Map<String, String> written = written(
                Map.of(Database.PRODUCTS, List.of(change("images"), change("places")), Database.HDF5,
                        List.of(change("places"))),
                List.of(new Change("places", "both", List.of("ALTER TABLE both"), null)));
        assertThat(written).containsOnlyKeys("products/V10__a_note.sql", "products_alone/V11__a_note.sql",
                "hdf5_alone/V11__a_note.sql", "products_and_hdf5/V11__a_note.sql");
        assertThat(written.get("products/V10__a_note.sql")).contains("images").doesNotContain("places");
        assertThat(written.get("hdf5_alone/V11__a_note.sql")).contains("TABLE places").doesNotContain("both");
        assertThat(written.get("products_and_hdf5/V11__a_note.sql")).contains("TABLE both").doesNotContain("places");
        assertThat(written(Map.of(Database.HDF5, List.of(change("places"))), List.of(change("places"))))
                .containsOnlyKeys("hdf5_alone/V10__a_note.sql", "products_and_hdf5/V10__a_note.sql");
    }

    @Test
    void allFilesAreWrittenOrNone() throws IOException {
        List<MigrationFile> files = List.of(checkout.file("products", "V10__a.sql", "one"),
                checkout.file("products_with_hdf5", "V10__a.sql", "two"),
                checkout.file("hdf5", "V4__more.sql", "three"));
        List<String> before = content();
        assertThatThrownBy(() -> checkout.write(files)).isInstanceOf(IOException.class);
        assertThat(content()).isEqualTo(before);
        assertThat(migrations.resolve("hdf5/V4__more.sql")).hasContent("-- hdf5/V4__more.sql");

        checkout.write(files.subList(0, 2));
        assertThat(migrations.resolve("products/V10__a.sql")).hasContent("one");
        assertThat(migrations.resolve("products_with_hdf5/V10__a.sql")).hasContent("two");
    }

    private static Change change(String table) {
        return new Change(table, "change " + table, List.of("ALTER TABLE " + table), null);
    }

    private Map<String, String> written(Map<Database, List<Change>> alone, List<Change> together) {
        Map<Database, Differences> differences = new EnumMap<>(Database.class);
        alone.forEach((database, changes) -> differences.put(database,
                new Differences(changes, List.of(), List.of())));
        Map<String, String> written = new TreeMap<>();
        Revisions.files(checkout, "A note",
                new ModelComparison(differences, Set.of("places"), together, List.of())).values().stream()
                .flatMap(List::stream)
                .forEach(file -> written.put(migrations.relativize(file.path()).toString(), file.text()));
        return written;
    }

    private List<String> content() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
