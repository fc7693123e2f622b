package org.dsa110.contimg.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsa110.contimg.database.Database.PRODUCTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Progress;
import org.dsa110.contimg.products.Source;
import org.dsa110.contimg.products.internal.sources.DueRows;
import org.dsa110.contimg.products.internal.sources.DueSummariesSql;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** What is kept of sources in a file that has photometry when it is migrated. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceSummariesMigrationTest {
    private static final List<String> SOURCES = List.of("B|10.0|5.0|2|1", "a|30.0|5.0|1|1", "far|null|null|1|1");

    @TempDir
    Path folder;

    @Inject
    SchemaLook look;

    @Inject
    SchemaUpgrade upgrade;

    @Test
    void allSourcesOfAnOlderFileAreComputedUntilTheyAreKept() throws Exception {
        ScratchFiles files = new ScratchFiles(Files.createDirectory(folder.resolve("state")));
        upgrade.run(files.five(), look.at(files.five()), Set.of(PRODUCTS), MigrationVersion.fromVersion("11"), false,
                Progress.NONE);
        Path file = files.file(PRODUCTS);
        ScratchFiles.execute(file,
                "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb, measured_at)"
                        + " VALUES ('a', 'i', 30, 5, 1, 1), ('B', 'i', 10, 5, 1, 1), (NULL, 'i', 10, 5, 1, 1),"
                        + " ('B', 'i', 10, 5, 1, 1), ('far', 'i', 1, 95, 1, 1), (x'42', 'i', 10, 5, 1, 1)");
        upgrade.run(files.five(), look.at(files.five()), Set.of(PRODUCTS), null, false, Progress.NONE);
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties())) {
            assertThat(sources(connection)).containsExactlyElementsOf(SOURCES);
            DueSummariesSql due = new DueSummariesSql();
            assertThat(due.allAreDue(connection)).isTrue();
            due.markAll(connection);
            assertThat(due.allAreDue(connection)).isFalse();
            assertThat(
                    RebuiltTable.strings(connection, "SELECT source_id || due || typeof(n_images) FROM source_summaries"
                            + " ORDER BY source_id"))
                    .containsExactly("B1null", "a1null", "far1null", "B1null");
            assertThat(sources(connection)).containsExactlyElementsOf(SOURCES);
            settle(connection);
            assertThat(RebuiltTable.strings(connection, "SELECT n_measurements FROM source_summaries WHERE due = 0"))
                    .hasSize(4);
            assertThat(sources(connection)).containsExactlyElementsOf(SOURCES);
            RebuiltTable.execute(connection, "DELETE FROM photometry WHERE source_id = 'a' OR source_id = x'42'");
            RebuiltTable.execute(connection, "UPDATE photometry SET source_id = 'c' WHERE source_id = 'far'");
            settle(connection);
            assertThat(sources(connection)).containsExactly("B|10.0|5.0|2|1", "c|null|null|1|1");
            assertThat(RebuiltTable.strings(connection, "SELECT source_id || due FROM source_summaries ORDER BY 1"))
                    .containsExactly("B0", "c0");
        }
    }

    private static List<String> sources(Connection connection) throws SQLException {
        return RebuiltTable.strings(connection,
                "SELECT source_id || '|' || coalesce(round(ra_deg, 9), 'null') || '|' ||"
                        + " coalesce(round(dec_deg, 9), 'null') || '|' || n_measurements || '|' || n_images FROM ("
                        + Source.QUERY
                        + ") WHERE source_id < x''");
    }

    private static void settle(Connection connection) throws SQLException {
        DueSummariesSql due = new DueSummariesSql();
        DueRows.Page<DueSummariesSql.Name> page = due.after(connection, null);
        while (!page.numbers().isEmpty()) {
            for (long number : page.numbers()) {
                due.settle(connection, number);
            }
            page = due.after(connection, page.last());
        }
    }
}
