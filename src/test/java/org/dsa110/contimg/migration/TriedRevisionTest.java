package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.migration.Revision.MigrationFile;
import org.dsa110.contimg.migration.revision.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be written is run before as the service runs it, on new files and on one that is there. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class TriedRevisionTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");

    @TempDir
    Path checkout;

    @Inject
    Revisions revisions;

    @Inject
    ScratchSchemas scratch;

    @Test
    void aMigrationThatRunsEverywhereHasNoFault() {
        String add = "ALTER TABLE storage_locations ADD COLUMN IF NOT EXISTS extra REAL;";
        List<MigrationFile> fine = List.of(file("products_alone/V50__a.sql", add), file("hdf5_alone/V50__a.sql", add),
                file("products_and_hdf5/V50__a.sql", add));
        assertThat(scratch.faults(fine)).isEmpty();

        String rename = "ALTER TABLE IF EXISTS pointing_history RENAME TO pointings;";
        assertThat(scratch.faults(List.of(file("hdf5/V51__b.sql", rename), file("ingest/V51__b.sql", rename))))
                .hasSize(2).first().asString().startsWith("ingest: in one new file").contains("pointings");
        assertThat(scratch.faults(List.of(file("products_and_hdf5/V50__a.sql", "ALTER TABLE absent ADD COLUMN b;"))))
                .hasSize(2).allSatisfy(fault -> assertThat(fault).contains("no such table: absent"));
        assertThat(scratch.faults(
                List.of(file("hdf5/V50__a.sql", "ALTER TABLE IF EXISTS storage_locations RENAME TO places;"))))
                .hasSize(2).allSatisfy(fault -> assertThat(fault).contains("make table storage_locations"));
        assertThat(scratch.faults(List.of(file("ingest_alone/V50__a.sql", "ALTER TABLE absent ADD COLUMN b;"))))
                .singleElement().asString().contains("in a file of its own");
    }

    @Test
    void theNewNameOfATableThatTwoDatabasesMakeHasToBeWrittenByHand() throws IOException {
        copy();
        List<String> before = content();
        for (boolean dryRun : new boolean[]{true, false}) {
            List<Revision> found = revisions.autogenerate(EnumSet.allOf(Database.class), checkout, "Other names",
                    new Hints(List.of(Hints.Rename.of("storage_locations=places")), Set.of()), dryRun);
            assertThat(found).flatExtracting(Revision::faults).isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault).contains("hdf5: in one ", "by hand"));
        }
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void aChangeOfATableOfOneDatabaseIsWritten() throws IOException {
        copy();
        List<String> before = content();
        List<Revision> found = revisions.autogenerate(EnumSet.of(Database.DATA_REGISTRY), checkout, "Other names",
                new Hints(List.of(Hints.Rename.of("data_registry=products_known")), Set.of()), false);
        assertThat(found).flatExtracting(Revision::faults).isEmpty();
        assertThat(content()).hasSize(before.size() + 1).anyMatch(path -> path.endsWith("V4__other_names.sql"));
    }

    private static MigrationFile file(String path, String sql) {
        return new MigrationFile(MIGRATIONS.resolve(path), sql);
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(MIGRATIONS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createDirectories(checkout.resolve(file).getParent());
                Files.copy(file, checkout.resolve(file));
            }
        }
    }

    private List<String> content() throws IOException {
        try (Stream<Path> files = Files.walk(checkout)) {
            return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }
}
