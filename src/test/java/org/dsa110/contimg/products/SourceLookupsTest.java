package org.dsa110.contimg.products;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.dsa110.contimg.RebuiltTable;
import org.dsa110.contimg.StateFiles;
import org.dsa110.contimg.TemporaryState;
import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.products.internal.sources.SkyCellSql;
import org.dsa110.contimg.products.internal.sources.SourceSql;
import org.dsa110.contimg.rest.internal.table.TableDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlite.ProgressHandler;

/** What SQLite does for lists of sources. */
@QuarkusTest
@WithTestResource(TemporaryState.class)
class SourceLookupsTest {
    private final String mark = UUID.randomUUID().toString();

    StateFiles files;

    /** By the steps that SQLite takes: photometry is in each of its plans, and is not read where nothing is due. */
    @Test
    void noOrderFilterOrCountReadsPhotometryOfWhatIsKept() throws SQLException {
        TableDescription<?> byName = new TableDescription<>(Database.PRODUCTS, Source.class, Source.QUERY,
                SourceSql.IN_OTHER_ORDERS);
        TableDescription<?> other = byName.inOtherOrder();
        String mine = " WHERE source_id >= '" + mark + "' AND source_id < '" + mark + "x'";
        List<String> lists = List.of("count(*) FROM (" + Source.NAMES + ")", "* FROM " + byName.rows() + mine
                + " ORDER BY source_id ASC NULLS FIRST LIMIT 11",
                "* FROM " + byName.backwards().rows() + mine + " ORDER BY source_id DESC NULLS LAST LIMIT 11",
                "* FROM " + byName.rows() + mine
                        + " AND n_measurements >= 7 ORDER BY source_id ASC NULLS FIRST LIMIT 11",
                "count(*) FROM " + byName.rows() + mine + " AND n_images >= 7", "* FROM " + other.rows() + mine
                        + " ORDER BY n_measurements DESC NULLS LAST, source_id DESC NULLS LAST LIMIT 11",
                "* FROM " + other.rows() + mine
                        + " ORDER BY ra_deg ASC NULLS FIRST, source_id ASC NULLS FIRST LIMIT 11",
                "* FROM " + byName.rows() + " WHERE source_id = '" + mark + "7'");
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(connection, "INSERT INTO photometry (source_id, image_path, ra_deg, dec_deg, peak_jyb,"
                    + " measured_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                    + " SELECT '" + mark + "' || (i % 4), i, 1, 2, 3, 4 FROM n");
            KeptSources.await(connection, 0);
            for (String list : lists) {
                assertThat(steps(connection, list)).as(list).isLessThan(100_000);
            }
            String sky = "sum(n_sources) FROM (" + SkyCellSql.cells(15) + ")";
            assertThat(steps(connection, sky)).as(sky).isLessThan(500_000);
            RebuiltTable.execute(connection, "BEGIN IMMEDIATE");
            RebuiltTable.execute(connection, "UPDATE source_summaries SET due = 1 WHERE source_id >= '" + mark + "'");
            assertThat(steps(connection, lists.get(5))).as("where all is due").isGreaterThan(1_000_000);
            assertThat(steps(connection, sky)).as("where all is due").isGreaterThan(1_000_000);
            RebuiltTable.execute(connection, "ROLLBACK");
            String plan = String.join("; ", details(connection, lists.get(5).replace(mine, " WHERE 1 = 1")));
            assertThat(plan).contains("source_summaries USING INDEX idx_source_summaries_measurements");
            assertThat(String.join("; ", details(connection, lists.get(1)))).doesNotContain("FOR ORDER BY");
            assertThat(String.join("; ", details(connection, lists.get(2)))).doesNotContain("FOR ORDER BY");
        }
    }

    /** The cones of other tests would meet them. */
    @AfterEach
    void removeWhatWasMeasured() throws SQLException {
        try (Connection connection = RebuiltTable.connect(files.get(Database.PRODUCTS))) {
            RebuiltTable.execute(connection,
                    "DELETE FROM photometry WHERE source_id >= '" + mark + "' AND source_id < '" + mark + "x'");
        }
    }

    private static long steps(Connection connection, String list) throws SQLException {
        AtomicLong hundreds = new AtomicLong();
        ProgressHandler.setHandler(connection, 100, new ProgressHandler() {
            @Override
            protected int progress() {
                hundreds.incrementAndGet();
                return 0;
            }
        });
        try {
            RebuiltTable.strings(connection, "SELECT " + list);
        } finally {
            ProgressHandler.clearHandler(connection);
        }
        return 100 * hundreds.get();
    }

    private static List<String> details(Connection connection, String list) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN SELECT " + list)) {
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
        }
        return steps;
    }
}
